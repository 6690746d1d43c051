package io.switchhook.phone;

import io.switchhook.media.rtp.Quality;
import io.switchhook.phone.audio.Audio;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Sounds;
import io.switchhook.phone.audio.Speaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sound that nobody hears: it writes down what it is told.
final class Quiet implements Sounds {
    final List<Device> devices = new ArrayList<>();

    @Override
    public Audio open(int min, int max, Audio.Listener listener) throws IOException {
        int port = min + 2 * devices.size();
        if (port + 1 > max) throw new IOException("no port left from " + min + " to " + max);
        var device = new Device(port);
        devices.add(device);
        return device;
    }

    static final class Device implements Audio {
        private final int port;
        @Nullable AudioLink link;
        Sound sound = new Sound.Silence();
        String pressed = "";
        boolean closed;

        Device(int port) {
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void connect(AudioLink agreed) {
            link = agreed;
        }

        @Override
        public void say(Sound what) {
            sound = what;
        }

        @Override
        public void press(String keys) {
            pressed += keys;
        }

        @Override
        public void playOn(Optional<Speaker> speaker) {}

        @Override
        public void record(Path file) {}

        @Override
        public void stopRecording() {}

        @Override
        public CompletableFuture<short[]> heard(int millis, int sampleRate) {
            return CompletableFuture.completedFuture(new short[0]);
        }

        @Override
        public CompletableFuture<Quality> quality() {
            return new CompletableFuture<>();
        }

        @Override
        public void joinWith(Audio other) {}

        @Override
        public void leave() {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
