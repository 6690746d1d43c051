package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.device.Ask;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.Proof;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.SyncQueue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.uri.Uri;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is told, by which of his registrations, and what becomes of the answer.
@Timeout(60)
class CheckSyncsTest {
    private static final Mac MAC = new Mac("001565abcdef");
    private static final String AGENT = "Yealink SIP-T38G 38.70.0.125";
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path folder;
    private Directory directory;
    private Devices devices;
    private DeviceNotes notes;
    private CheckSyncs syncs;
    private final Map<String, List<Binding>> registered = new HashMap<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private StatusCode answer = StatusCode.OK;

    @BeforeEach
    void open() throws Exception {
        var store = AccountStore.open(folder);
        directory = Directory.open(store, "office.example", List.of("office.example"), 10);
        devices =
                Devices.open(
                        store.database(),
                        directory.devices(),
                        new Devices.Bounds(10, 10, 10, Duration.ofMinutes(15)),
                        () -> NOW,
                        new Random(1));
        notes = new DeviceNotes(store.database(), 10, devices::isNamed);
        syncs =
                new CheckSyncs(
                        devices,
                        notes,
                        new DeviceWays(user -> registered.getOrDefault(user, List.of())),
                        this::send,
                        new SyncQueue(1000, new Random(1)),
                        InstantSource.system());
    }

    @AfterEach
    void close() {
        syncs.close();
        directory.close();
    }

    private void send(Binding phone, Event event, Consumer<Response> answered) {
        var sent = Request.of(Method.NOTIFY, Uri.parse("sip:a@b"), Headers.EMPTY, Body.EMPTY);
        answered.accept(Response.to(sent, answer, ""));
        told.add(
                phone.contact().uri()
                        + " "
                        + event.type()
                        + event.parameters().get("reboot").map(it -> " reboot=" + it).orElse(""));
    }

    private void adopt(String address) throws Exception {
        var asker = new Asker(InetAddress.ofLiteral(address), AGENT + " 00:15:65:ab:cd:ef");
        devices.ask(new Ask(MAC, asker, new Proof.None(), NOW));
        devices.adopt(
                MAC,
                ModelCatalog.builtIn().find("T38G").orElseThrow(),
                new Assignment("t38g", "", List.of("1001", "1002")),
                Optional.empty());
    }

    private void register(String user, String contact, String agent, int seen) {
        registered
                .computeIfAbsent(user, _ -> new ArrayList<>())
                .add(
                        new Binding(
                                NameAddr.parse(Scanner.of(contact)),
                                "call-1",
                                1,
                                NOW.plusSeconds(3600),
                                List.of(),
                                Optional.empty(),
                                agent,
                                NOW,
                                NOW.plusSeconds(seen)));
    }

    private String next() throws Exception {
        var text = told.poll(30, TimeUnit.SECONDS);
        assertThat(text).isNotNull();
        return String.valueOf(text);
    }

    private String lastNote() throws Exception {
        return notes.of(MAC).getLast().text();
    }

    @Test
    void a_phone_that_says_its_mac_address_is_found_wherever_it_registers_from() throws Exception {
        adopt("192.0.2.10");
        register("1001", "<sip:1001@192.0.2.10:5070>", AGENT, 9);
        register("1002", "<sip:1002@198.51.100.7:5080>", AGENT + " 00:15:65:AB:CD:EF", 1);
        assertThat(syncs.tell(List.of(MAC.digits()), Nudge.RELOAD)).isEqualTo(1);
        assertThat(next()).isEqualTo("sip:1002@198.51.100.7:5080 check-sync");
    }

    @Test
    void the_registration_is_told_that_came_from_where_the_device_is() throws Exception {
        adopt("192.0.2.10");
        register("1001", "<sip:1001@192.0.2.99:5060>", AGENT, 9);
        register("1001", "<sip:1001@192.0.2.10:5070>", "Other phone 1.0", 8);
        register("1002", "<sip:1002@192.0.2.10:5080>", AGENT, 1);
        register("1002", "<sip:1002@192.0.2.10:5090>", "Yealink SIP-T38G 38.70.0.1", 2);
        assertThat(syncs.tell(List.of(MAC.digits()), Nudge.RELOAD)).isEqualTo(1);
        assertThat(next()).isEqualTo("sip:1002@192.0.2.10:5090 check-sync");
        assertThat(lastNote()).isEqualTo("told to look for new files: it answered 200");
        assertThat(notes.of(MAC).getLast().kind()).isEqualTo(DeviceNote.Kind.CHECK_SYNC);
    }

    @Test
    void a_phone_that_says_it_is_something_else_is_told_if_there_is_no_other() throws Exception {
        adopt("2001:db8::7");
        register("1001", "<sip:1001@[2001:db8::7]:5070>", "", 8);
        register("1001", "<sip:1001@phone.example>", AGENT, 9);
        syncs.tell(List.of(MAC.digits()), Nudge.RESTART);
        assertThat(next()).isEqualTo("sip:1001@[2001:db8::7]:5070 check-sync reboot=true");
    }

    @ParameterizedTest
    @CsvSource({
        "200, told to start anew: it answered 200",
        "408, told to start anew: it did not answer",
        "489, told to start anew: it does not do that (489)",
        "503, told to start anew: it could not be reached (503)",
        "403, told to start anew: it refused with 403"
    })
    void what_it_answers_comes_into_its_history(int status, String note) throws Exception {
        adopt("192.0.2.10");
        register("1001", "<sip:1001@192.0.2.10:5070>", AGENT, 8);
        answer = StatusCode.of(status);
        syncs.tell(List.of(MAC.digits()), Nudge.RESTART);
        next();
        assertThat(lastNote()).isEqualTo(note);
    }

    @Test
    void one_that_is_not_registered_is_not_told() throws Exception {
        adopt("192.0.2.10");
        register("1001", "<sip:1001@192.0.2.11:5070>", AGENT, 8);
        var heard = new ArrayList<CheckSyncs.Outcome>();
        syncs.tellNow(MAC, Nudge.RELOAD, heard::add);
        assertThat(heard).containsExactly(CheckSyncs.Outcome.NOT_REGISTERED);
        assertThat(lastNote()).contains("not told, for it is not registered");
        assertThat(told).isEmpty();
    }
}
