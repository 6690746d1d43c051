package io.switchhook.phone.audio;

import io.switchhook.media.audio.Mixer;
import io.switchhook.media.audio.RateConverter;
import java.util.ArrayList;
import java.util.List;

/// Calls of one phone that hear each other: each other end hears the user of the phone and all others. For the metronome's
/// thread.
///
/// Mixed at 16 kHz, so that calls in wide band stay so. What is heard in one beat is said in the next.
final class Conference implements Metronome.Beating {
    private static final int RATE = 16_000;
    private static final int FRAME = RATE / 50;
    private static final int USER = 0;

    private final Metronome metronome;
    private final List<Seat> seats = new ArrayList<>();
    private final short[] own = new short[FRAME];
    private final short[] mix = new short[FRAME];

    /// Nobody can echo a conference to itself.
    private final short[] nothing = new short[FRAME];

    private Voice voice;
    private Mixer mixer = new Mixer(RATE, 1);

    /// One call and what it needs to change between its sample rate and the conference's.
    private static final class Seat {
        final RtpAudio call;
        final RateConverter in;
        final RateConverter out;
        final short[] spoken;
        final short[] said = new short[FRAME];

        Seat(RtpAudio call) {
            this.call = call;
            in = new RateConverter(call.sampleRate(), RATE);
            out = new RateConverter(RATE, call.sampleRate());
            spoken = new short[call.sampleRate() / 50];
        }

        void exchange(long nanos, short[] mix) {
            out.convert(mix, 0, FRAME, spoken, 0);
            var heard = call.exchange(nanos, spoken);
            in.convert(heard, 0, heard.length, said, 0);
        }
    }

    /// @param sound what the user says
    Conference(Metronome metronome, Sound sound) {
        this.metronome = metronome;
        voice = Voice.of(sound, RATE);
    }

    void say(Sound sound) {
        voice = Voice.of(sound, RATE);
    }

    void join(RtpAudio call) {
        seats.add(new Seat(call));
        mixer = new Mixer(RATE, seats.size() + 1);
        call.join(this);
        metronome.add(this);
    }

    /// The others go on.
    void leave(RtpAudio call) {
        seats.removeIf(seat -> seat.call == call);
        mixer = new Mixer(RATE, seats.size() + 1);
        call.join(null);
        if (seats.isEmpty()) metronome.remove(this);
    }

    @Override
    public void beat(long nanos) {
        voice.speak(own, nothing);
        mixer.next();
        mixer.put(USER, own);
        for (int i = 0; i < seats.size(); i++) mixer.put(i + 1, seats.get(i).said);
        for (int i = 0; i < seats.size(); i++) {
            mixer.take(i + 1, mix);
            seats.get(i).exchange(nanos, mix);
        }
    }
}
