package io.switchhook.server;

import io.switchhook.callflow.Cast;
import io.switchhook.callflow.Flow;
import io.switchhook.callflow.Party;
import io.switchhook.callflow.Patience;
import io.switchhook.callflow.Strictness;
import io.switchhook.callflow.TextLadder;
import io.switchhook.callflow.Troupe;
import io.switchhook.phone.Account;
import io.switchhook.phone.Site;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Profile;
import io.switchhook.server.PhoneWords.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The phones of the demo: three that play the guides' call flows, one after the other and again, while each ladder is drawn;
/// and two to be called, an echo and a tone.
final class FlowShow implements AutoCloseable {
    static final String ECHO = "*43";
    static final String TONE = "*44";
    static final double PITCH = 440;

    /// A, B and C.
    static final List<String> CAST = List.of("1001", "1002", "1003");

    private static final Duration PAUSE = Duration.ofSeconds(4);

    private final PrintWriter out;
    private final Site services;
    private final Troupe troupe;
    private final Thread thread;

    private FlowShow(Place server, String password, PrintWriter out) throws IOException {
        this.out = out;
        var address = InetAddress.getByName(OwnServer.HOST);
        services = Site.on(address);
        try {
            service(ECHO, new Sound.Echo(), server, password);
            service(TONE, new Sound.Tone(PITCH), server, password);
            troupe =
                    new Troupe(
                            Site.on(address),
                            Profile.T38G,
                            new Cast(
                                    Map.of(
                                            Party.A,
                                            CAST.get(0),
                                            Party.B,
                                            CAST.get(1),
                                            Party.C,
                                            CAST.get(2)),
                                    "1999"),
                            user -> account(user, server, password),
                            Patience.DEFAULT);
        } catch (IOException | RuntimeException e) {
            services.close();
            throw e;
        }
        thread = Thread.ofPlatform().name("show").unstarted(this::run);
    }

    /// @param password of all their accounts
    /// @throws IOException if there are no ports left
    static FlowShow start(Place server, String password, PrintWriter out) throws IOException {
        var show = new FlowShow(server, password, out);
        show.thread.start();
        return show;
    }

    private void service(String user, Sound sound, Place server, String password)
            throws IOException {
        var settings =
                account(user, server, password)
                        .with("account.1.auto_answer", "1")
                        .settings(Profile.T38G);
        services.phone(settings).say(sound);
    }

    private static Account account(String user, Place server, String password) {
        return Account.of("sip:" + user + '@' + OwnServer.HOST, password)
                .at(server.host(), server.port());
    }

    private void run() {
        try {
            var missing = troupe.awaitRegistered();
            if (!missing.isEmpty()) {
                say("These built-in phones cannot register: " + String.join("; ", missing) + "\n");
                return;
            }
            while (true)
                for (var flow : Flow.all())
                    if (flow.isPrinted()) {
                        play(flow);
                        Thread.sleep(PAUSE);
                    }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(Flow flow) throws InterruptedException {
        say(
                TextLadder.draw(
                        troupe.player()
                                .play(
                                        flow,
                                        Strictness.STRICT,
                                        Flow.CURRENT_EDITION,
                                        Profile.T38G.name().toLowerCase(Locale.ROOT),
                                        "udp")));
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        thread.interrupt();
        troupe.close();
        services.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
