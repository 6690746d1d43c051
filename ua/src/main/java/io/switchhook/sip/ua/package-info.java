/// Calls as their ends see them, registrations and subscriptions.
///
/// [io.switchhook.sip.ua.UserAgent] makes calls and is called. An [io.switchhook.sip.ua.OutgoingCall] or an
/// [io.switchhook.sip.ua.IncomingCall] becomes an [io.switchhook.sip.ua.Session] when it is answered (RFC 3261 §13 to §15). What
/// both ends describe meanwhile is [io.switchhook.sip.ua.Negotiation], and what they agree on
/// [io.switchhook.sip.ua.StreamAgreement] (RFC 3264). Beyond RFC 3261 an account's calls have what its
/// [io.switchhook.sip.ua.CallSettings] say: acknowledged provisional responses (RFC 3262) and session timers (RFC 4028); UPDATE
/// (RFC 3311) is always understood.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.ua;
