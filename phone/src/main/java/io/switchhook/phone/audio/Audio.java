package io.switchhook.phone.audio;

import io.switchhook.media.rtp.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The sound of one call, from its first offer to its end. Thread-safe; nothing here waits.
public interface Audio {
    /// What comes in besides sound. On a thread of the sound; must not wait.
    interface Listener {
        /// The other end pressed a key: `0` to `9`, `*`, `#`, `A` to `D`.
        void key(char key);
    }

    /// The port that packets are expected at; reports at the next one.
    int port();

    /// What was agreed on, now or anew.
    void connect(AudioLink link);

    /// What is said from now on.
    void say(Sound sound);

    /// Presses keys, one after the other, as telephone events, or as tones where none were agreed on.
    ///
    /// @param keys `0` to `9`, `*`, `#`, `A` to `D`; others are passed over
    void press(String keys);

    /// Plays what is heard on the speaker of this host as well, from now on; empty for no longer.
    void playOn(Optional<Speaker> speaker);

    /// Records what is heard, mono, until [#stopRecording] or the end of the call.
    ///
    /// @throws IOException if the file cannot be written
    void record(Path file) throws IOException;

    void stopRecording();

    /// What was heard last, at most three seconds, none after a hold began.
    ///
    /// @param sampleRate that is wanted, in Hz
    CompletableFuture<short[]> heard(int millis, int sampleRate);

    /// How the call was until now; nothing before it was connected.
    CompletableFuture<Quality> quality();

    /// Lets the other ends of two calls of this phone hear each other, in a conference of as many calls as are joined.
    void joinWith(Audio other);

    /// Leaves the conference; the call goes on.
    void leave();

    /// Ends it.
    void close();
}
