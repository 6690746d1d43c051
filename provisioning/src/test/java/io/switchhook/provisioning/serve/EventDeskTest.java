package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.provisioning.device.DeviceNote;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Action URLs, as phones and others ask for them.
@Timeout(60)
class EventDeskTest {
    private static final String AGENT = "Yealink SIP-T38G 38.70.0.125";

    @TempDir private Path folder;

    private static int get(String url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).build();
            var response = client.send(request, BodyHandlers.ofString());
            assertThat(response.body()).isEmpty();
            return response.statusCode();
        }
    }

    @Test
    void what_a_phone_says_happened_is_in_its_history_and_nobody_hears_whether_it_was_kept()
            throws Exception {
        try (var desk = new Desk(folder);
                var server =
                        FileServer.start(
                                List.of(Desk.at(Scheme.HTTP)),
                                desk.desk,
                                Desk.BOUNDS,
                                Optional.empty())) {
            desk.ask(Scheme.HTTP, "127.0.0.1", AGENT, "/001565abcdef.cfg");
            desk.adopt(Desk.MAC, "1001");
            String url = server.addresses().getFirst() + "/event?event=";
            String rest =
                    "&ip=127.0.0.1&model=T38G&firmware=1&active_user=1001&local=sip%3A1001%40a"
                            + "&call_id=7&remote=sip%3A1002%40a&display_remote=x%0Aid%26mac=1";
            assertThat(get(url + "incoming_call&mac=00:15:65:AB:CD:EF" + rest)).isEqualTo(200);
            assertThat(get(url + "incoming_call&mac=001565abcd00" + rest)).isEqualTo(200);
            assertThat(get(url + "no_such&mac=001565abcdef" + rest)).isEqualTo(200);
            assertThat(get(server.addresses().getFirst() + "/event")).isEqualTo(200);
            assertThat(desk.notes.of(Desk.MAC))
                    .containsExactly(
                            new DeviceNote(
                                    Desk.MAC,
                                    desk.now,
                                    DeviceNote.Kind.ACTION,
                                    "incoming_call 1001 sip:1002@a"));
            assertThat(desk.heard.events()).isEqualTo(1);
            assertThat(desk.heard.unknown()).isEqualTo(3);
        }
    }

    @Test
    void a_phone_elsewhere_is_not_believed() throws Exception {
        try (var desk = new Desk(folder)) {
            desk.ask(Scheme.HTTP, "192.0.2.10", AGENT, "/001565abcdef.cfg");
            desk.adopt(Desk.MAC, "1001");
            assertThat(desk.desk.hear(Desk.LOOPBACK, "event=log_on&mac=001565abcdef")).isTrue();
            assertThat(desk.notes.of(Desk.MAC)).isEmpty();
            assertThat(desk.heard.unknown()).isEqualTo(1);
        }
    }

    @Test
    void a_flood_is_bounded_and_counted() throws Exception {
        try (var desk = new Desk(folder, new FileDesk.Bounds(1, 50, 100, 100))) {
            desk.ask(Scheme.HTTP, "127.0.0.1", AGENT, "/001565abcdef.cfg");
            desk.adopt(Desk.MAC, "1001");
            int taken = 0;
            for (int i = 0; i < 10_000; i++)
                if (desk.desk.hear(Desk.LOOPBACK, "event=log_on&mac=001565abcdef")) taken++;
            assertThat(taken).isEqualTo(49);
            assertThat(desk.heard.dropped()).isEqualTo(10_000 - 49);
            assertThat(desk.notes.of(Desk.MAC)).hasSize(20);
        }
    }
}
