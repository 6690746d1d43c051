/// The sound of calls: the sockets and the thread that the packets of [io.switchhook.media] need, what is said and what is
/// heard.
@org.jspecify.annotations.NullMarked
package io.switchhook.phone.audio;
