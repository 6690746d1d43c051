/// What happened in a call and why.
///
/// The floors of the server tell a [Recorder] of each message and each decision, and a [Tape] keeps them in a ring of bytes that
/// costs no garbage. What nobody asks for is never read. Who asks gets [Entry] values, which [Joining] makes into one [Ladder] for each
/// call.
@NullMarked
package io.switchhook.ladder;

import org.jspecify.annotations.NullMarked;
