// Where everything of a ladder stands.

import type { Ladder, Message, Rung } from './api';
import { bodyOf, isSdp } from './diff';

export interface Row { index: number; rung: Rung; from: number; to: number; gap: boolean }

/** Seconds of silence that are worth a mark on the time axis. */
const GAP = 2;

export function rowsOf(ladder: Ladder): Row[] {
  const lanes = new Map(ladder.lanes.map((lane, index) => [lane.id, index]));
  const last = ladder.lanes.length - 1;
  let before = 0;
  return ladder.rungs.map((rung, index) => {
    const gap = index > 0 && rung.time - before >= GAP;
    before = rung.time;
    if (rung.kind === 'remark') {
      const lane = lanes.get(rung.lane) ?? 0;
      return { index, rung, from: lane, to: lane, gap };
    }
    if (rung.kind === 'finding') {
      const concerned = rung.lanes.map((id) => lanes.get(id) ?? 0);
      return { index, rung, from: Math.min(last, ...concerned), to: Math.max(0, ...concerned), gap };
    }
    return { index, rung, from: lanes.get(rung.from) ?? 0, to: lanes.get(rung.to) ?? last, gap };
  });
}

/** What was said, without who said it: the request or the answer, and which of them. */
function same(one: Message, other: Message): boolean {
  return word(one) === word(other) && cseq(one) === cseq(other);
}

const word = (its: Message) => its.label.split(' ', 1)[0];

function cseq(its: Message): string {
  return /^CSeq[ \t]*:[ \t]*([^\r\n]*)/im.exec(its.text)?.[1]?.trim() ?? '';
}

export interface Pair { before: Message; after: Message }

/** What came to the server, and what it made of it: both halves of a message that went through, seen from either. */
export function pairOf(ladder: Ladder, index: number): Pair | undefined {
  const server = serverOf(ladder);
  const rung = ladder.rungs[index];
  if (rung?.kind !== 'message') return undefined;
  if (rung.to === server) {
    const after = ladder.rungs.slice(index + 1).find((its): its is Message => its.kind === 'message' && its.from === server && its.to !== rung.from && same(its, rung));
    return after && { before: rung, after };
  }
  const before = ladder.rungs.slice(0, index).findLast((its): its is Message => its.kind === 'message' && its.to === server && its.from !== rung.to && same(its, rung));
  return before && { before, after: rung };
}

/** The lane without an address. */
function serverOf(ladder: Ladder): string {
  return (ladder.lanes.find((lane) => lane.id === 'P') ?? ladder.lanes.find((lane) => lane.address === ''))?.id ?? '';
}

/** The session description that this one answers, or changes: the last one before it that went the other way, or the same. */
export function earlierSdp(ladder: Ladder, index: number): Message | undefined {
  const rung = ladder.rungs[index];
  if (!rung || rung.kind !== 'message' || !isSdp(rung.text)) return undefined;
  const own = bodyOf(rung.text);
  for (let i = index - 1; i >= 0; i--) {
    const other = ladder.rungs[i];
    if (other?.kind === 'message' && isSdp(other.text) && bodyOf(other.text) !== own) return other;
  }
  return undefined;
}

export function clock(begun: string, seconds: number): string {
  const time = new Date(Date.parse(begun) + seconds * 1000);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(11, 23);
}
