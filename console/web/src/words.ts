// Figures and times, as people read them.

const two = (n: number) => String(n).padStart(2, '0');

export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)}`;
  if (s < 86400) return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

export function when(iso: string | null): string {
  if (!iso) return '';
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

export const count = (n: number) => n.toLocaleString('en-US');

export function party(its: { user: string; name: string }): string {
  if (its.name && its.user) return `${its.name} · ${its.user}`;
  return its.name || its.user || 'unknown';
}

/** Who says a value. */
export function origin(its: { layer: string; whose: string }): string {
  switch (its.layer) {
    case 'preset': return `Switchhook: ${its.whose}`;
    case 'system': return 'all phones';
    case 'device': return `phone ${its.whose}`;
    default: return `${its.layer} ${its.whose}`;
  }
}

const STATES: Record<string, string> = { registered: 'ok', applied: 'ok', fetched: 'hint', adopted: 'hint', expected: 'hint', asked: 'hint', held: 'fault' };
/** How a state of a device is drawn. */
export const stateClass = (state: string) => STATES[state] ?? 'none';

/** What is done with somebody's calls besides ringing. */
export function features(its: { always: string; busy: string; noAnswer: string; seconds: number; doNotDisturb: boolean }): string[] {
  const words: string[] = [];
  if (its.doNotDisturb) words.push('do not disturb');
  if (its.always) words.push(`all to ${its.always}`);
  if (its.busy) words.push(`busy: to ${its.busy}`);
  if (its.noAnswer) words.push(`after ${its.seconds} s: to ${its.noAnswer}`);
  return words;
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

/** `A call is put on hold, so far`. */
export function flow(its: { title: string; complete: boolean }): string {
  return its.complete ? its.title : `${its.title}, so far`;
}
