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

/** The other half of a message that went through the server: `F1` of `F1'`, and the other way round. */
export function counterpart(ladder: Ladder, index: number): Message | undefined {
  const rung = ladder.rungs[index];
  if (!rung || rung.kind !== 'message' || rung.step === '') return undefined;
  const bare = rung.step.replace(/'+$/, '');
  const wanted = rung.step === bare ? `${bare}'` : bare;
  const away = (other: Message) => Math.abs(other.time - rung.time);
  let nearest: Message | undefined; // a call that forks has several
  for (const other of ladder.rungs)
    if (other.kind === 'message' && other.step === wanted && (!nearest || away(other) < away(nearest))) nearest = other;
  return nearest;
}

export interface Pair { before: Message; after: Message }

/** What came to the server, and what it made of it. */
export function pairOf(ladder: Ladder, index: number): Pair | undefined {
  const rung = ladder.rungs[index];
  const other = counterpart(ladder, index);
  if (!other || rung?.kind !== 'message') return undefined;
  return rung.time <= other.time && !rung.step.endsWith("'") ? { before: rung, after: other } : { before: other, after: rung };
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
