package io.switchhook.callflow;

import java.time.Duration;

/// A phone that does what a script says. All of it may be called from any thread, and what does not wait returns at once.
///
/// The phone answers nothing by itself, and tells a [Capture] of every message that it sends or receives. It is registered
/// when a flow begins.
public interface Actor {
    /// The sample rate of [#listen], in Hz.
    int SAMPLE_RATE = 8000;

    /// Does what a person would do. When it returns the phone has begun, and the situation that the action ends is over: a
    /// phone that has just called is no longer idle.
    ///
    /// @param number what is dialed, if the action has a target; else empty
    /// @throws IllegalStateException if it has no call that this can be done with
    /// @throws UnsupportedOperationException if it cannot do this at all
    void act(Action action, String number);

    /// Waits until the phone is in a situation, which it may be already.
    ///
    /// @return whether it came to be within the limit
    boolean await(Situation situation, Duration limit) throws InterruptedException;

    /// Speaks a tone into the microphone from now on, at -10 dBm0, in this call and all others.
    ///
    /// @param hertz 0 for silence
    void say(double hertz);

    /// What comes out of the receiver for so long from now on, at [#SAMPLE_RATE]: what other phones sent, without the
    /// phone's own ring-back and warning tones. Zeros where nothing came.
    short[] listen(Duration length) throws InterruptedException;

    /// Ends all calls, undoes all that actions have set, and registers as itself alone, so that the next flow can begin.
    ///
    /// @return whether all of it was done within the limit
    boolean reset(Duration limit) throws InterruptedException;
}
