package io.switchhook.server;

import io.switchhook.media.audio.MalformedRecording;
import io.switchhook.media.audio.WavFile;
import io.switchhook.media.rtp.Quality;
import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.MalformedStream;
import io.switchhook.phone.Call;
import io.switchhook.phone.Call.State;
import io.switchhook.phone.ForwardKind;
import io.switchhook.phone.Phone;
import io.switchhook.phone.audio.HostSound;
import io.switchhook.phone.audio.Microphone;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Does at a phone what lines of text say.
final class PhoneLines {
    private static final String WORDS =
            "call, answer, reject, hangup, hold, resume, swap, transfer, xfer-attended, conference, dnd, waiting,"
                    + " forward, say, speaker, play, record, video, record-video, stop, dtmf, calls, quality, wait, quit";

    private final Phone phone;
    private final PhoneEvents events;
    private Optional<Microphone> microphone = Optional.empty();
    private Optional<Speaker> speaker = Optional.empty();
    private boolean failed;

    PhoneLines(Phone phone, PhoneEvents events) {
        this.phone = phone;
        this.events = events;
    }

    /// Whether a line could not be followed.
    boolean failed() {
        return failed;
    }

    /// @return whether there is more to come
    boolean perform(String line) {
        if (line.isEmpty() || line.startsWith("#")) return true;
        int space = line.indexOf(' ');
        String word = (space < 0 ? line : line.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        if (word.equals("quit") || word.equals("exit")) return false;
        try {
            perform(word, rest);
        } catch (Mistake | IllegalArgumentException | AssertionError e) {
            mistake(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void mistake(String text) {
        failed = true;
        events.mistake(text);
    }

    /// A line that makes no sense now.
    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String text) {
            super(text);
        }
    }

    private void perform(String word, String rest) {
        switch (word) {
            case "call" -> phone.call(needed(rest, "call 1002"));
            case "answer" -> newest(State.RINGING, "answer").answer();
            case "reject" -> newest(State.RINGING, "reject").reject();
            case "hangup" -> phone.hangUp();
            case "hold" -> newest(State.TALKING, "hold").hold();
            case "resume", "swap" -> newest(State.HOLDING, word).resume();
            case "transfer" -> up("transfer").transfer(needed(rest, "transfer 1003"));
            case "xfer-attended" ->
                    newest(State.HOLDING, word).transferTo(newest(State.TALKING, word));
            case "conference" ->
                    newest(State.TALKING, word).conference(newest(State.HOLDING, word));
            case "dnd" -> phone.doNotDisturb(isOn(rest, "dnd on"));
            case "waiting" -> phone.callWaiting(isOn(rest, "waiting on"));
            case "forward" -> forward(rest);
            case "say" -> phone.say(sound(needed(rest, "say 440")));
            case "speaker" -> speak(isOn(rest, "speaker on"));
            case "play" ->
                    up("play").say(new Sound.Recording(recording(needed(rest, "play FILE.wav"))));
            case "record" -> record(needed(rest, "record FILE.wav"));
            case "video" -> showVideo(needed(rest, "video FILE"));
            case "record-video" -> recordVideo(needed(rest, "record-video FILE"));
            case "stop" -> phone.calls().forEach(Call::stopRecording);
            case "dtmf" -> up("dtmf").press(needed(rest, "dtmf 12#"));
            case "calls" -> calls();
            case "quality" -> quality(up("quality"));
            case "wait" -> await(rest.toUpperCase(Locale.ROOT));
            case "help" -> throw new Mistake("there are " + WORDS);
            default -> throw new Mistake(word + " is no command; there are " + WORDS);
        }
    }

    private static String needed(String rest, String example) {
        if (rest.isEmpty()) throw new Mistake("something is missing; an example is: " + example);
        return rest;
    }

    private static boolean isOn(String rest, String example) {
        return switch (rest) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new Mistake("expected on or off; an example is: " + example);
        };
    }

    private Call newest(State state, String word) {
        return phone.call(state)
                .orElseThrow(() ->
                        new Mistake(
                                word + ": there is no call that is " + PhoneEvents.name(state)));
    }

    private Call up(String word) {
        return phone.call(State.TALKING)
                .or(() -> phone.call(State.HOLDING))
                .orElseThrow(() -> new Mistake(word + ": there is no call that was answered"));
    }

    private void forward(String rest) {
        var words = rest.split(" +", 2);
        var kind =
                switch (words[0]) {
                    case "always" -> ForwardKind.ALWAYS;
                    case "busy" -> ForwardKind.BUSY;
                    case "no-answer" -> ForwardKind.NO_ANSWER;
                    default ->
                            throw new Mistake(
                                    "expected always, busy or no-answer; an example is: forward"
                                            + " always 1003");
                };
        String target = words.length < 2 ? "" : words[1].strip();
        needed(target, "forward " + words[0] + " 1003, or off");
        phone.forward(kind, target.equals("off") ? Optional.empty() : Optional.of(target));
    }

    private Sound sound(String text) {
        return switch (text) {
            case "silence" -> new Sound.Silence();
            case "echo" -> new Sound.Echo();
            case "microphone" -> microphone();
            default ->
                    isPitch(text)
                            ? new Sound.Tone(pitch(text))
                            : new Sound.Recording(recording(text));
        };
    }

    /// Opened once.
    private Sound microphone() {
        try {
            if (microphone.isEmpty()) microphone = Optional.of(HostSound.microphone());
            return new Sound.Live(microphone.get());
        } catch (IOException e) {
            throw new Mistake(Reasons.of(e));
        }
    }

    private void speak(boolean on) {
        try {
            if (on == speaker.isPresent()) return;
            var before = speaker;
            speaker = on ? Optional.of(HostSound.speaker()) : Optional.empty();
            phone.playOn(speaker);
            before.ifPresent(Speaker::close);
        } catch (IOException e) {
            throw new Mistake(Reasons.of(e));
        }
    }

    private static boolean isPitch(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }

    private static double pitch(String text) {
        try {
            double hertz = Double.parseDouble(text);
            if (hertz >= 20 && hertz < 4000) return hertz;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Mistake(text + " is no pitch from 20 to 4000 Hz");
    }

    private static WavFile recording(String file) {
        try {
            return WavFile.parse(Files.readAllBytes(Path.of(file)));
        } catch (InvalidPathException e) {
            throw new Mistake(file + " is no file name");
        } catch (IOException e) {
            throw new Mistake("cannot read " + Reasons.of(e));
        } catch (MalformedRecording e) {
            throw new Mistake(file + " is no WAV file that is understood: " + e.getMessage());
        }
    }

    private void record(String file) {
        try {
            up("record").record(Path.of(file));
        } catch (InvalidPathException e) {
            throw new Mistake(file + " is no file name");
        } catch (IOException e) {
            throw new Mistake("cannot write " + Reasons.of(e));
        }
    }

    private void showVideo(String file) {
        try {
            up("video").showVideo(Path.of(file));
        } catch (InvalidPathException e) {
            throw new Mistake(file + " is no file name");
        } catch (IOException e) {
            throw new Mistake("cannot read " + Reasons.of(e));
        } catch (MalformedStream e) {
            throw new Mistake(file + ": " + e.getMessage());
        } catch (IllegalStateException e) {
            throw new Mistake("video: " + e.getMessage());
        }
    }

    private void recordVideo(String file) {
        try {
            up("record-video").recordVideo(Path.of(file));
        } catch (InvalidPathException e) {
            throw new Mistake(file + " is no file name");
        } catch (IOException e) {
            throw new Mistake("cannot write " + Reasons.of(e));
        } catch (IllegalStateException e) {
            throw new Mistake("record-video: " + e.getMessage());
        }
    }

    private void calls() {
        var calls = phone.calls();
        events.answer(
                "calls",
                Map.of("calls", calls.stream().map(call -> call.facts().number()).toList()),
                calls.isEmpty()
                        ? "no calls"
                        : String.join(
                                "\n              ",
                                calls.stream()
                                        .map(call -> PhoneEvents.sentence(call.facts()))
                                        .toList()));
    }

    private void quality(Call call) {
        try {
            var quality = call.quality().get(5, TimeUnit.SECONDS);
            events.answer("quality", fields(call, quality), sentence(call, quality));
            if (call.video().isPresent()) videoQuality(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new Mistake("nothing is known of the sound of call " + call.facts().number());
        }
    }

    private void videoQuality(Call call) throws InterruptedException, TimeoutException {
        VideoQuality quality;
        try {
            quality = call.videoQuality().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return; // The other end has none.
        }
        events.answer("video-quality", fields(call, quality), sentence(call, quality));
    }

    private static Map<String, Object> fields(Call call, VideoQuality quality) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("call", call.facts().number());
        fields.put("sent", quality.sent());
        fields.put("received", quality.received());
        fields.put("lost", quality.lost());
        fields.put("pictures", quality.pictures());
        fields.put("dropped", quality.dropped());
        fields.put("keyFramesAsked", quality.keyFramesAsked());
        fields.put("keyFramesWanted", quality.keyFramesWanted());
        return fields;
    }

    private static String sentence(Call call, VideoQuality quality) {
        return "call %d: video: sent %d, received %d, lost %d, %d whole pictures, %d dropped"
                .formatted(
                        call.facts().number(),
                        quality.sent(),
                        quality.received(),
                        quality.lost(),
                        quality.pictures(),
                        quality.dropped());
    }

    private static Map<String, Object> fields(Call call, Quality quality) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("call", call.facts().number());
        fields.put("sent", quality.sent());
        fields.put("received", quality.received());
        fields.put("lost", quality.lost());
        fields.put("late", quality.late());
        fields.put("jitterMillis", quality.jitterMillis());
        quality.roundTripMillis().ifPresent(it -> fields.put("roundTripMillis", it));
        quality.farLossPercent().ifPresent(it -> fields.put("farLossPercent", it));
        fields.put("opinion", quality.opinion());
        return fields;
    }

    private static String sentence(Call call, Quality quality) {
        return "call %d: sent %d, received %d, lost %d, late %d, jitter %.1f ms, opinion %.1f of 5"
                .formatted(
                        call.facts().number(),
                        quality.sent(),
                        quality.received(),
                        quality.lost(),
                        quality.late(),
                        quality.jitterMillis(),
                        quality.opinion());
    }

    private void await(String what) {
        if (what.equals("REGISTERED")) {
            phone.awaitRegistered();
            return;
        }
        if (what.equals("ENDED") || what.equals("IDLE")) {
            phone.await(Phone.PATIENCE, () -> phone.calls().isEmpty(), () -> "no call to be left");
            return;
        }
        if (!what.isEmpty() && what.chars().allMatch(c -> c >= '0' && c <= '9')) {
            phone.comes(Duration.ofSeconds(seconds(what)), () -> false);
            return;
        }
        for (var state : State.values()) {
            if (state.name().equals(what)) {
                await(state);
                return;
            }
        }
        throw new Mistake(
                "expected a number of seconds, or one of registered, idle, "
                        + String.join(
                                ", ",
                                List.of(State.values()).stream().map(PhoneEvents::name).toList()));
    }

    /// A call that is over will not get there any more.
    private void await(State state) {
        boolean mayCome = state == State.RINGING || state == State.TALKING;
        if (!mayCome && phone.calls().isEmpty())
            throw new Mistake("wait " + PhoneEvents.name(state) + ": there is no call");
        phone.awaitCall(state);
    }

    private static int seconds(String text) {
        if (text.length() > 4) throw new Mistake("wait " + text + ": an hour at most");
        return Integer.parseInt(text);
    }
}
