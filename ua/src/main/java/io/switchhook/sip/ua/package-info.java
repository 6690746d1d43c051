/// Calls as their ends see them: who invites, who is invited, and the session between them (RFC 3261 §13 to §15).
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.ua;
