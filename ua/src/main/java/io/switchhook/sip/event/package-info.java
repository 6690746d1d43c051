/// RFC 6665: subscriptions of phones to what they want to know, as the notifier sees them.
///
/// An [EventPackage] says what there is to know; a [Notifier] for each shard answers SUBSCRIBE and sends NOTIFY.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.event;
