package io.switchhook.phone.audio;

import io.switchhook.media.audio.Tone;
import java.util.Arrays;

/// Makes the frames of a [Sound] at the sample rate of a call. For the metronome's thread.
interface Voice {
    /// Fills a frame.
    ///
    /// @param heard what came from the other end with the last beat
    void speak(short[] frame, short[] heard);

    static Voice of(Sound sound, int sampleRate) {
        return switch (sound) {
            case Sound.Silence() -> (frame, _) -> Arrays.fill(frame, (short) 0);
            case Sound.Tone(var hertz) -> tone(new Tone(sampleRate, hertz, -10));
            case Sound.Recording(var file) -> new Playback(file.mono(sampleRate).samples());
            case Sound.Live(var microphone) -> microphone.voice(sampleRate);
            case Sound.Echo() ->
                    (frame, heard) -> System.arraycopy(heard, 0, frame, 0, frame.length);
        };
    }

    private static Voice tone(Tone tone) {
        return (frame, _) -> {
            Arrays.fill(frame, (short) 0);
            tone.addTo(frame, 0, frame.length);
        };
    }

    /// A recording.
    final class Playback implements Voice {
        private final short[] samples;
        private int next;

        Playback(short[] samples) {
            this.samples = samples;
        }

        @Override
        public void speak(short[] frame, short[] heard) {
            int count = Math.min(frame.length, samples.length - next);
            System.arraycopy(samples, next, frame, 0, count);
            Arrays.fill(frame, count, frame.length, (short) 0);
            next += count;
        }
    }
}
