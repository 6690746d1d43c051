package io.switchhook.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A baresip 1.0.0 in a [Namespace]: it plays a WAV file to its peer, records what it hears and answers calls by itself.
final class Baresip implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Pattern COUNTS = Pattern.compile("rcvd=(\\d+).*TX: packets=(\\d+)");
    private static final Pattern PICTURES =
            Pattern.compile(
                    "source: fakevideo[^\\\\]*frames=(\\d+).*vidisp: fakevideo[^\\\\]*frames=(\\d+)");

    /// A picture of its own for a camera, and a screen that nobody sees.
    private static final String VIDEO =
            """
            module avcodec.so
            module vp8.so
            module fakevideo.so
            video_source fakevideo,nil
            video_display fakevideo,nil
            video_size 176x144
            video_bitrate 300000
            video_fps 15
            videnc_format yuv420p
            avcodec_h264enc libx264
            avcodec_h264dec h264
            """;

    /// What of its package with codecs of video must be there.
    static final Path VIDEO_MODULE = Path.of("/usr/lib/baresip/modules/avcodec.so");

    /// Packets of RTP so far.
    record Packets(long sent, long received) {}

    /// Of its camera, and on its screen.
    record Pictures(long sent, long seen) {}

    private final String user;
    private final Path folder;
    private final Child process;
    private final BaresipControl control;

    /// @param ports the first of 100 ports that are this phone's: SIP, control, RTP
    Baresip(
            Namespace namespace,
            Path parent,
            String user,
            String transport,
            int serverPort,
            int ports,
            Path plays)
            throws IOException {
        this(namespace, parent, user, transport, serverPort, ports, plays, "");
    }

    /// The same, with video.
    static Baresip withVideo(
            Namespace namespace,
            Path parent,
            String user,
            String transport,
            int serverPort,
            int ports,
            Path plays)
            throws IOException {
        return new Baresip(namespace, parent, user, transport, serverPort, ports, plays, VIDEO);
    }

    private Baresip(
            Namespace namespace,
            Path parent,
            String user,
            String transport,
            int serverPort,
            int ports,
            Path plays,
            String more)
            throws IOException {
        this.user = user;
        this.folder = Files.createDirectories(parent.resolve(user));
        Files.writeString(folder.resolve("config"), config(ports, plays) + more);
        Files.writeString(folder.resolve("accounts"), account(transport, serverPort));
        Files.writeString(folder.resolve("contacts"), "");
        var command = new ArrayList<>(namespace.prefix());
        // into a pipe it would print by the block, not by the line
        command.addAll(List.of("stdbuf", "-oL", "baresip", "-s", "-f", folder.toString()));
        process = Child.start(parent, "baresip-" + user, command);
        process.awaitLine("ready", line -> line.startsWith("baresip is ready"), SOON);
        control = new BaresipControl(namespace.prefix(), ports + 2);
    }

    private String config(int ports, Path plays) {
        return """
        poll_method epoll
        sip_listen %s:%d
        net_interface %s
        call_local_timeout 120
        call_max_calls 4
        audio_source aufile,%s
        audio_player aubridge,nil
        audio_alert aubridge,nil2
        ausrc_srate 8000
        auplay_srate 8000
        ausrc_channels 1
        auplay_channels 1
        audio_txmode thread
        ausrc_format s16
        auplay_format s16
        auenc_format s16
        audec_format s16
        rtp_ports %d-%d
        module_path /usr/lib/baresip/modules
        module g711.so
        module sndfile.so
        module aufile.so
        module aubridge.so
        module_tmp uuid.so
        module_tmp account.so
        module_app contact.so
        module_app debug_cmd.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:%d
        snd_path %s
        ringback_disabled yes
        menu_bell no
        """
                .formatted(
                        Namespace.ADDRESS,
                        ports,
                        Namespace.INTERFACE,
                        plays,
                        ports + 10,
                        ports + 90,
                        ports + 2,
                        folder);
    }

    private String account(String transport, int serverPort) {
        return "<sip:%s@%s>;auth_user=%1$s;auth_pass=%s;outbound=\"sip:%s:%d;transport=%s\";regint=120;answermode=auto\n"
                .formatted(
                        user,
                        Config.DOMAIN,
                        Config.password(user),
                        Namespace.ADDRESS,
                        serverPort,
                        transport);
    }

    String user() {
        return user;
    }

    void awaitRegistered() {
        process.awaitLine(
                "that it is registered", line -> line.matches(".*200 OK .*\\[1 binding].*"), SOON);
    }

    /// How much it has said so far; see [#awaitSince].
    int now() {
        return process.output().size();
    }

    void dial(String other) {
        control.command("dial", "sip:" + other + "@" + Config.DOMAIN);
    }

    /// Asks the peer to call somebody else.
    void transfer(String other) {
        control.command("transfer", other);
    }

    void press(char key) {
        control.command("sndcode", String.valueOf(key));
    }

    void awaitKey(char key) {
        control.awaitEvent("CALL_DTMF_START", String.valueOf(key));
    }

    /// Ends the call, and waits until the peer has agreed.
    void hangUp() {
        var before = now();
        control.command("hangup", "");
        awaitSince(before, "a 200 to the BYE", new OkTo("BYE"));
    }

    void hold() {
        reinvites("hold");
    }

    void resume() {
        reinvites("resume");
    }

    /// A command that sends an INVITE, whose 200 is waited for.
    private void reinvites(String command) {
        var before = now();
        control.command(command, "");
        awaitSince(before, "a 200 to the INVITE for " + command, new OkTo("INVITE"));
    }

    void awaitEstablished(int since) {
        awaitSince(since, "that the call stands", line -> line.contains("Call established"));
    }

    void awaitHungUp(int since) {
        awaitSince(since, "that the other hung up", line -> line.contains("session closed"));
    }

    void awaitSince(int since, String what, Predicate<String> line) {
        process.awaitLine(what, since, line, SOON);
    }

    Packets packets() {
        var answer = control.command("audio_debug", "");
        var counts = COUNTS.matcher(answer);
        if (!counts.find()) {
            throw new AssertionError("no packets in: " + answer);
        }
        return new Packets(Long.parseLong(counts.group(2)), Long.parseLong(counts.group(1)));
    }

    /// In the call that is up.
    Pictures pictures() {
        var answer = control.command("video_debug", "");
        var counts = PICTURES.matcher(answer);
        return counts.find()
                ? new Pictures(Long.parseLong(counts.group(1)), Long.parseLong(counts.group(2)))
                : new Pictures(0, 0);
    }

    /// The longest a tone is heard in any recording of what came from the peer, in seconds.
    long secondsHeard(int hertz) throws IOException {
        var longest = 0L;
        try (var files = Files.newDirectoryStream(folder, "dump-*dec*")) {
            for (var file : files) {
                longest = Math.max(longest, Tone.secondsHeard(file, hertz));
            }
        }
        return longest;
    }

    @Override
    public void close() {
        control.close();
        process.close();
    }

    /// Recognizes, in a trace of messages line by line, the CSeq of a 200 to a request of a method.
    private static final class OkTo implements Predicate<String> {
        private final String method;
        private boolean inOk;

        OkTo(String method) {
            this.method = method;
        }

        @Override
        public boolean test(String line) {
            if (line.startsWith("SIP/2.0 ") || line.endsWith(" SIP/2.0")) {
                inOk = line.startsWith("SIP/2.0 200");
            }
            return inOk && line.matches("CSeq: \\d+ " + method + "\\s*");
        }
    }
}
