/// The video of calls: where packets go, what is shown to the other end, and files of what comes.
@org.jspecify.annotations.NullMarked
package io.switchhook.phone.video;
