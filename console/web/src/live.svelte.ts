// What the server tells by itself: once a second how it does, and when something happens in the call that is looked at.

import { events, get, read, type Now } from './api';

const HISTORY = 120;

export interface Rates { calls: number; registrations: number; received: number; refused: number }

export const live = $state<{ now: Now | null; connected: boolean; rates: Rates[]; revision: number; callRevision: number }>({
  now: null, connected: false, rates: [], revision: 0, callRevision: 0,
});

let source: EventSource | null = null;
let watched: string | null = null;
let last: { at: number; now: Now } | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

function take(now: Now) {
  const at = performance.now();
  if (last) {
    const seconds = (at - last.at) / 1000;
    const rate = (name: keyof Rates) => {
      const n = (now.figures[name] - (last?.now.figures[name] ?? 0)) / seconds;
      return Number.isFinite(n) && n > 0 ? n : 0;
    };
    live.rates = [
      ...live.rates.slice(1 - HISTORY),
      { calls: rate('calls'), registrations: rate('registrations'), received: rate('received'), refused: rate('refused') },
    ];
  }
  last = { at, now };
  live.now = now;
  live.revision = now.revision;
}

/** Listens, with word of one call if its ID is not empty. */
export function watch(call: string) {
  if (source && watched === call) return;
  stop();
  watched = call;
  const mine = (source = events(call));
  mine.addEventListener('now', (event) => { live.connected = true; take(read(event.data)); });
  mine.addEventListener('call', (event) => { live.callRevision = JSON.parse(event.data).revision; });
  mine.onerror = () => {
    live.connected = false;
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    // Refused: logged out, which the question tells, or too many look.
    source = null;
    void get('/now').catch(() => {});
    retry = setTimeout(() => watch(call), 5000);
  };
}

export function stop() {
  clearTimeout(retry);
  source?.close();
  source = null;
  live.connected = false;
}
