package io.switchhook.phone.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.junit.jupiter.api.Test;

class HostSoundTest {
    /// Most hosts that test have no device; who has one hears nothing of this.
    @Test
    void a_host_without_devices_says_what_to_do() {
        try (var microphone = HostSound.microphone()) {
            assertThat(microphone).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("no microphone").hasMessageContaining("a file");
        }
        try (var speaker = HostSound.speaker()) {
            assertThat(speaker).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("no speaker").hasMessageContaining("record");
        }
    }

    /// A line whose `read` or `write` takes a frame of the queue's other end.
    private static <T> T line(Class<T> kind, Octets octets) {
        return kind.cast(
                Proxy.newProxyInstance(
                        kind.getClassLoader(),
                        new Class<?>[] {kind},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "read", "write" ->
                                            octets.move((byte[]) arguments[0], (int) arguments[2]);
                                    default -> null;
                                }));
    }

    private interface Octets {
        int move(byte[] buffer, int length) throws InterruptedException;
    }

    private static byte[] frame(int sample) {
        var bytes = new byte[HostSound.FRAME];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = (byte) sample;
            bytes[i + 1] = (byte) (sample >> 8);
        }
        return bytes;
    }

    @Test
    void a_call_hears_the_microphone_and_silence_where_nothing_comes() throws Exception {
        var frames = new SynchronousQueue<byte[]>();
        var line =
                line(
                        TargetDataLine.class,
                        (buffer, length) -> {
                            System.arraycopy(frames.take(), 0, buffer, 0, length);
                            return length;
                        });
        try (var microphone = Microphone.of(line)) {
            var voice = microphone.voice(HostSound.RATE);
            var said = new short[HostSound.RATE / 50];
            Arrays.fill(said, (short) 7);
            voice.speak(said, said);
            assertThat(said).containsOnly(0);
            frames.put(frame(-1234));
            // The next is taken when the one before was put aside.
            frames.put(frame(4321));
            voice.speak(said, said);
            assertThat(said).containsOnly(-1234);
        }
    }

    @Test
    void what_two_calls_hear_is_played_together() throws Exception {
        var written = new LinkedBlockingQueue<byte[]>();
        var paces = new SynchronousQueue<Boolean>();
        var line =
                line(
                        SourceDataLine.class,
                        (buffer, length) -> {
                            written.add(buffer.clone());
                            paces.take();
                            return length;
                        });
        try (var speaker = Speaker.of(line)) {
            written.poll(10, TimeUnit.SECONDS);
            var heard = new short[HostSound.RATE / 50];
            var one = speaker.feed(HostSound.RATE);
            var other = speaker.feed(HostSound.RATE);
            Arrays.fill(heard, (short) 20_000);
            one.play(heard);
            one.play(heard);
            other.play(heard);
            paces.put(true);
            assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(frame(Short.MAX_VALUE));
            paces.put(true);
            assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(frame(20_000));
            paces.put(true);
            assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(frame(0));
            for (int i = 0; i < 100; i++) one.play(heard);
            one.close();
            paces.put(true);
            assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(frame(0));
        }
    }
}
