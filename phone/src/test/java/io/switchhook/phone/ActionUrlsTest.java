package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Phones on loopback that tell a web server what they do.
class ActionUrlsTest {
    private Site site;
    private WebServer web;
    private final LinkedBlockingQueue<PhoneEvent.ActionUrlFailed> failures =
            new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        site = Site.on(InetAddress.getLoopbackAddress());
        web = new WebServer();
    }

    @AfterEach
    void close() {
        site.close();
        web.close();
    }

    private Phone phone(String user, String... parameters) throws IOException {
        var account =
                Account.of("sip:" + user + "@127.0.0.1:5060", "secret")
                        .with("account.1.sip_server_host", "")
                        .with("account.1.display_name", "Zoë " + user);
        for (int i = 0; i < parameters.length; i += 2)
            account = account.with(parameters[i], parameters[i + 1]);
        return site.phone(
                account.settings(Profile.T38G).withMac("00:15:65:AB:CD:EF"),
                event -> {
                    if (event instanceof PhoneEvent.ActionUrlFailed failed) failures.add(failed);
                },
                Wiretap.NONE);
    }

    private static String at(Phone phone, String user) {
        return "sip:"
                + user
                + "@"
                + phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
    }

    @Test
    void a_call_is_told_in_its_order_with_what_is_known_of_it() throws Exception {
        var b = phone("1002");
        var a =
                phone(
                        "1001",
                        "action_url.setup_completed",
                        web.at("/action/on?m=$mac&i=$ip&d=$model&f=$firmware"),
                        "action_url.outgoing_call",
                        web.at("/action/out?u=$active_user&n=$display_local&r=$remote"),
                        "action_url.call_established",
                        web.at("/action/up?c=$call_id"),
                        "action_url.call_terminated",
                        web.at("/action/over?c=$call_id"),
                        "action_url.dnd_on",
                        web.at("/action/dnd?c=$call_id"));
        var call = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
        String id = call.callId();
        call.hangUp();
        call.await(Call.State.ENDED);
        a.doNotDisturb(true);
        String remote = at(b, "1002").replace(":", "%3A").replace("@", "%40");
        assertThat(web.actions(5))
                .containsExactly(
                        "on?m=001565abcdef&i=127.0.0.1&d=SIP-T38G&f=38.70.0.1",
                        "out?u=1001&n=Zo%C3%AB%201001&r=" + remote,
                        "up?c=" + id,
                        "over?c=" + id,
                        "dnd?c=");
        assertThat(failures).isEmpty();
    }

    @Test
    void a_server_that_refuses_is_told_of_and_counted() throws Exception {
        var phone =
                phone(
                        "1001",
                        "action_url.setup_completed",
                        web.at("/missing"),
                        "action_url.dnd_on",
                        "tftp://127.0.0.1/x",
                        "action_url.dnd_off",
                        web.at("/action/off"));
        phone.doNotDisturb(true);
        phone.doNotDisturb(false);
        assertThat(web.action()).isEqualTo("off");
        var first = failures.poll(20, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(first.why()).contains("404");
        var second = failures.poll(20, TimeUnit.SECONDS);
        assertThat(second).isNotNull();
        assertThat(second.failures()).isEqualTo(2);
    }

    @Test
    void what_is_queued_is_fetched_before_the_phone_is_gone() throws Exception {
        var phone = phone("1001", "action_url.dnd_on", web.at("/action/dnd"));
        phone.doNotDisturb(true);
        phone.close();
        assertThat(web.isQuiet()).isFalse();
    }

    /// One that takes connections and says nothing.
    @Test
    void a_silent_server_costs_its_deadline_and_holds_nobody_up() throws Exception {
        var answers = new LinkedBlockingQueue<String>();
        var beyond = new ArrayList<String>();
        try (var silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
                var client = HttpClient.newHttpClient();
                var queue = new UrlQueue(client, "test", Duration.ofMillis(200))) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            queue.add(url, answers::add);
            queue.add(web.at("/action/next"), answers::add);
            assertThat(web.action()).isEqualTo("next");
            assertThat(List.copyOf(answers)).hasSize(1);
            for (int i = 0; i < UrlQueue.MOST + 2; i++) queue.add(url, beyond::add);
            assertThat(beyond).isNotEmpty().allMatch(why -> why.contains("64"));
            client.shutdownNow();
        }
    }
}
