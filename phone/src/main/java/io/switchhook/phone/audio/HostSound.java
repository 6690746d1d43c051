package io.switchhook.phone.audio;

import java.io.IOException;
import javax.sound.sampled.LineUnavailableException;

/// The microphone and the speaker of this host, where it has some: 16 bits, mono, in wide band. A server has none, and its Java
/// may even lack `java.desktop`; nothing but these two needs it.
public final class HostSound {
    static final int RATE = 16_000;

    /// The octets of a frame.
    static final int FRAME = RATE / 50 * 2;

    private HostSound() {}

    /// Opens the microphone. It may take a while.
    ///
    /// @throws IOException if there is none, or another program has it; the message says what to do instead
    public static Microphone microphone() throws IOException {
        try {
            return Microphone.open();
        } catch (LinkageError | RuntimeException | LineUnavailableException e) {
            throw new IOException(
                    "this host has no microphone that can be used ("
                            + reason(e)
                            + "); say a pitch or a file instead",
                    e);
        }
    }

    /// Opens the speaker. It may take a while.
    ///
    /// @throws IOException if there is none, or another program has it; the message says what to do instead
    public static Speaker speaker() throws IOException {
        try {
            return Speaker.open();
        } catch (LinkageError | RuntimeException | LineUnavailableException e) {
            throw new IOException(
                    "this host has no speaker that can be used ("
                            + reason(e)
                            + "); record what is heard instead",
                    e);
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof LinkageError) return "Java runs without java.desktop";
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
