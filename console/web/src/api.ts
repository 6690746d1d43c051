// The API, as openapi.yaml describes it.

export interface Party { user: string; name: string }
export interface Verdict { name: string; severity: string; text: string; advice: string }
export interface Call {
  id: string; kind: string; callId: string; from: Party; to: Party; begun: string; state: string;
  status: number; duration: number; verdict: Verdict | null; flow: Flow | null; messages: number;
}
/** A play that the call follows; as long as it is not complete it may become another one. */
export interface Flow { name: string; title: string; section: number; complete: boolean; roles?: { lane: string; party: string }[] }
export interface Lane { id: string; label: string; address: string }
export interface Message {
  kind: 'message'; time: number; step: string; from: string; to: string; label: string; meaning: string;
  told: string; repeats: number; branch: string; text: string;
}
export interface Remark { kind: 'remark'; time: number; lane: string; remark: { kind: string }; text: string }
/** What follows from the rungs before and is said by none of them. */
export interface Finding { kind: 'finding'; time: number; lanes: string[]; text: string }
export type Rung = Message | Remark | Finding;
export interface Ladder extends Omit<Call, 'messages'> { lanes: Lane[]; rungs: Rung[]; links: { id: string; why: string }[] }
export interface Binding {
  contact: string; transport: string; address: string; agent: string; expires: number;
  silentSince: string | null; instance: string;
}
export interface Account {
  user: string; domain: string; name: string; state: string; configured: boolean; bindings: Binding[];
  lastSeen: string | null; lastFailure: { when: string; verdict: Verdict; call: string } | null;
}
export interface Setting { key: string; value: string; origin: string; isDefault: boolean }
/** What is older than `searchedTo` was not looked at. */
export interface Slice<T> { items: T[]; offset: number; total: number; searchedTo: string | null }
export interface Session { user: string; role: string; proof: string }
export interface Figures {
  accounts: number; bindings: number; silent: number; requests: number; transactions: number; calls: number;
  registrations: number; received: number; sent: number; refused: number;
}
export interface Now {
  status: string; uptime: number; problems: { part: string; status: string; problem: string }[];
  figures: Figures; addresses: string[]; revision: number;
}

export interface Line { number: number; user: string; name: string; registered: boolean }
export interface Device {
  mac: string; state: string; since: string; model: string; guess: string; group: string; lines: Line[]; until: string | null;
  home: { address: string; agent: string } | null; others: { at: string; address: string; agent: string; why: string }[];
}
export interface Visit { at: string; over: string; file: string; outcome: string; address: string; agent: string; why: string }
/** `check-sync`, `rollout`, `action` or `log`. */
export interface Note { at: string; kind: string; text: string }
export interface LogLine { at: string; severity: string; application: string; text: string }
export interface Log { items: LogLine[]; forgotten: number }
export interface Rollout {
  release: string; phase: string; why: string; open: boolean; devices: number;
  waiting: number; out: number; back: number; away: number; failed: number;
}
export interface Model { id: string; name: string; accounts: number; ringTones: boolean; pictures: string[]; recording: string; reset: string }
export interface Models { items: Model[]; addresses: string[] }
export interface Token { token: string; until: string; urls: string[] }
export interface Adoption { model?: string; group?: string; users?: string[]; from?: string }
/** `preset`, `system`, `model`, `group`, `person` or `device`; the later one wins. */
export interface Origin { layer: string; whose: string }
export interface Effective { name: string; value: string; secret: boolean; origin: Origin; overruled: { value: string; origin: Origin }[] }
export interface Judged { severity: string; name: string; text: string }
export interface PhoneFile { values: Effective[]; findings: Judged[] }
export interface SetValue { name: string; value: string; secret: boolean }
export interface Difference { name: string; before: string | null; after: string | null; secret: boolean }
export interface Preview { origin: Origin; findings: Judged[]; devices: number; examples: { mac: string; model: string; differences: Difference[] }[] }
export interface Change extends Difference { id: number; at: string; by: string; origin: Origin }
export interface Parameter { name: string; expected: string; factoryDefault: string; meaning: string; secret: boolean; restarts: boolean }
/** Values of a layer, null to take one back; or all of a layer as it was before a change. */
export type Wish = { layer: string; whose: string; values: Record<string, string | null> } | { before: number };
/** What is done with somebody's calls: where they go, empty for nowhere. */
export interface Features { always: string; busy: string; noAnswer: string; seconds: number; doNotDisturb: boolean }
export interface Person {
  user: string; domain: string; name: string; configured: boolean; state: string; registrations: number; redirects: string;
  features: Features;
  devices: { mac: string; model: string; number: number; state: string }[];
}
/** The password is told this once, if the server has made it. */
export interface Made { person: Person; password: string }
export interface StoredFile { name: string; bytes: number; changed: string; uses: { origin: Origin; name: string }[] }
export interface BulkResult {
  applied: boolean; added: number; changed: number; lines: string[]; faults: { line: number; column: string; text: string }[];
}

// Controls, what turns the direction of writing, what cannot be seen; ends of lines are of the messages.
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of strangers, spelled out where it would not be seen as it is. */
export function plain(text: string): string {
  return text.replace(UNSEEN, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** What the server said, all text of it plain. */
export const read = (json: string) => JSON.parse(json, (_, value) => (typeof value === 'string' ? plain(value) : value));

/** Why the server did not do it, in its own words. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) { super(detail); }
}

const ROOT = '/api/v1';
let proof = '';
let loggedOut = () => {};

export function onLoggedOut(listener: () => void) { loggedOut = listener; }

async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {};
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['Content-Type'] = isFile ? body.type : 'application/json';
  if (method !== 'GET') headers['X-Switchhook-Proof'] = proof;
  let response: Response;
  try {
    response = await fetch(ROOT + path, { method, headers, body: body === undefined ? undefined : isFile ? body : JSON.stringify(body), signal });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Refused(0, 'The server does not answer. Is it running, and the network up?');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 && path !== '/session') loggedOut();
  throw new Refused(response.status, plain(String(problem.detail ?? `The server answered ${response.status}.`)));
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return read(await (await request('GET', path, undefined, signal)).text());
}

async function session(method: string, path: string, body?: unknown): Promise<Session> {
  const its: Session = await (await request(method, path, body)).json();
  proof = its.proof;
  return its;
}

export const whoAmI = () => session('GET', '/session');
export const logIn = (user: string, password: string) => session('POST', '/session', { user, password });
export const changePassword = (old: string, fresh: string) => session('PUT', '/session/password', { old, new: fresh });
export const logOut = () => request('DELETE', '/session');
export const putUser = (name: string, role: string, password: string) =>
  request('PUT', `/users/${encodeURIComponent(name)}`, { role, password });
export const removeUser = (name: string) => request('DELETE', `/users/${encodeURIComponent(name)}`);

const part = encodeURIComponent;
const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => read(await (await request(method, path, body)).text());

export const adopt = (mac: string, adoption: Adoption) => send<Device>('PUT', `/devices/${part(mac)}`, adoption);
export const hold = (mac: string) => send<Device>('POST', `/devices/${part(mac)}/hold`);
export const tellDevice = (mac: string, what: 'fetch' | 'reboot') => request('POST', `/devices/${part(mac)}/${what}`);
export const takeRollout = (step: 'pause' | 'resume' | 'abort') => send<Rollout>('POST', `/rollouts/${step}`);
export const removeDevice = (mac: string) => request('DELETE', `/devices/${part(mac)}`);
export const makeToken = (seconds: number) => send<Token>('POST', '/tokens', { seconds });
export const preview = (wish: Wish, device: string) => send<Preview>('POST', '/phone-settings/preview', { ...wish, device });
export const change = (wish: Wish) => send<Preview>('PUT', '/phone-settings', wish);
export const addPerson = (user: string, name: string, password: string) =>
  send<Made>('POST', '/people', password ? { user, name, password } : { user, name });
export const rename = (user: string, name: string) => send<Person>('PUT', `/people/${part(user)}/name`, { name });
export const givePassword = (user: string, password: string) =>
  send<Made>('PUT', `/people/${part(user)}/password`, password ? { password } : {});
export const setFeatures = (user: string, features: Partial<Features>) =>
  send<Person>('PUT', `/people/${part(user)}/features`, features);
export const removePerson = (user: string) => request('DELETE', `/people/${part(user)}`);
export const removeFile = (name: string) => request('DELETE', `/files/${part(name)}`);

/** Sends a file as it is. */
async function upload<T>(method: string, path: string, file: Blob, type: string): Promise<T> {
  return read(await (await request(method, path, new Blob([file], { type }))).text());
}
export const putFile = (name: string, use: string, model: string, file: Blob) =>
  upload<{ file: StoredFile; changes: string[] }>('PUT', `/files/${part(name)}${query({ use, model })}`, file, 'application/octet-stream');
export const loadDevices = (file: Blob, apply: boolean) =>
  upload<BulkResult>('POST', `/devices.csv${query({ apply: String(apply) })}`, file, 'text/csv');
export const DEVICES_CSV = `${ROOT}/devices.csv`;

/** Leaves out what is empty. */
export function query(values: Record<string, string | number>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : '?' + new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

export function fileOf(call: string, format: string): string {
  return `${ROOT}/calls/${encodeURIComponent(call)}?format=${format}`;
}

export function events(call: string): EventSource {
  return new EventSource(`${ROOT}/events${query({ call })}`);
}
