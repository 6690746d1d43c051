// A JsSIP phone on a WebSocket, without media: node phone.js URL DOMAIN USER PASSWORD
// Prints each event as a line; takes the lines `call USER`, `hangup` and `quit`. Answers whoever calls.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [url, domain, user, password] = process.argv.slice(2);

/** What JsSIP asks of a browser's peer connection, with a description that a peer can take for real. */
class SilentPeerConnection extends EventTarget {
  iceGatheringState = 'complete';
  iceConnectionState = 'connected';
  signalingState = 'stable';
  localDescription = null;
  remoteDescription = null;

  #describe(type, setup) {
    const fingerprint = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':');
    const sdp = [
      'v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
      'm=audio 40000 UDP/TLS/RTP/SAVPF 111 0 8', 'c=IN IP4 127.0.0.1', 'a=rtcp:9 IN IP4 0.0.0.0',
      'a=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host', 'a=ice-ufrag:Zx4k', 'a=ice-pwd:0123456789abcdefghijklmn',
      `a=fingerprint:sha-256 ${fingerprint}`, `a=setup:${setup}`, 'a=mid:0', 'a=sendrecv', 'a=rtcp-mux',
      'a=rtpmap:111 opus/48000/2', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:8 PCMA/8000', '',
    ].join('\r\n');
    return { type, sdp };
  }

  async createOffer() { return this.#describe('offer', 'actpass'); }
  async createAnswer() { return this.#describe('answer', 'active'); }
  async setLocalDescription(description) { this.localDescription = description; }
  async setRemoteDescription(description) { this.remoteDescription = description; }
  addTrack() {}
  getSenders() { return []; }
  close() {}
}

globalThis.window = globalThis;
globalThis.RTCPeerConnection = SilentPeerConnection;
globalThis.RTCSessionDescription = class { constructor(init) { Object.assign(this, init); } };
// the certificates of the tests are self-signed
globalThis.WebSocket = class extends WebSocket {
  constructor(address, protocols) { super(address, protocols, { rejectUnauthorized: false }); }
};

const JsSIP = createRequire(import.meta.url)('jssip');
const say = (...words) => console.log(...words);

const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(url)],
  uri: `sip:${user}@${domain}`,
  authorization_user: user,
  password,
  register_expires: 600,
});
let session = null;

phone.on('connected', () => say('connected'));
phone.on('disconnected', () => say('disconnected'));
phone.on('registered', () => say('registered'));
phone.on('unregistered', () => say('unregistered'));
phone.on('registrationFailed', ({ cause, response }) => say('registration-failed', response?.status_code ?? '-', cause));
phone.on('newRTCSession', ({ originator, session: started }) => {
  session = started;
  session.on('progress', () => say('progress'));
  session.on('accepted', () => say('accepted'));
  session.on('confirmed', () => say('confirmed'));
  session.on('ended', ({ originator: by, cause }) => say('ended', by, cause));
  session.on('failed', ({ originator: by, cause, message }) => say('failed', message?.status_code ?? '-', by, cause));
  if (originator === 'remote') {
    say('incoming', session.remote_identity.uri.user);
    session.answer({ mediaConstraints: { audio: false, video: false } });
  }
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, argument] = line.split(' ');
  switch (verb) {
    case 'call':
      phone.call(`sip:${argument}@${domain}`, { mediaConstraints: { audio: false, video: false } });
      break;
    case 'hangup': session.terminate(); break;
    case 'unregister': phone.unregister(); break;
    case 'quit': phone.stop(); setTimeout(() => process.exit(0), 500); break;
    default: say('unknown', verb);
  }
});

if (process.env.DEBUG_SIP) JsSIP.debug.enable('JsSIP:*');
phone.start();
