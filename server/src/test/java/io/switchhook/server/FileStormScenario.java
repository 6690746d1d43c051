package io.switchhook.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.DatabaseCounters;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Call;
import io.switchhook.phone.Phone;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The power is back: five hundred devices ask for their files in the same second, while others talk.
@Timeout(180)
class FileStormScenario {
    private static final String HOST = "127.0.0.1";
    private static final int DEVICES = 500;

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// How often a device was told to come later.
    private final AtomicInteger toldLater = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.close();
    }

    private static String mac(int number) {
        return "001565%06x".formatted(number);
    }

    /// A server that expects the devices, and phones that call.
    private static final class Office implements AutoCloseable {
        final Server server;
        private final Site site = Site.on(InetAddress.getByName(HOST));
        private final Phone caller;

        Office(Path folder, String... more) throws Exception {
            var settings =
                    new ArrayList<>(
                            List.of(
                                    "domains=office.example",
                                    "listen=udp://127.0.0.1:0",
                                    "console=http://127.0.0.1:0",
                                    "provisioning=http://127.0.0.1:0",
                                    "limits.fileConnectionsPerAddress=1000"));
            settings.addAll(List.of(more));
            var source = new ConfigurationSource(Optional.empty(), Optional.of(folder), settings);
            server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
            for (var user : List.of("1001", "1002", "1003", "1004"))
                server.directory().add(NewAccount.of(user, "", "secret"));
            var table = new StringBuilder("mac,model,accounts\n");
            for (int i = 0; i < DEVICES; i++) table.append(mac(i) + ",t38g,1001\n");
            try (var console = new ConsoleClient(server)) {
                byte[] csv = table.toString().getBytes(UTF_8);
                var loaded = console.upload("POST", "/devices.csv?apply=true", "text/csv", csv);
                assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
            }
            for (var user : List.of("1001", "1003")) phone(user, "account.1.auto_answer", "1");
            caller = phone("1002");
        }

        Phone phone(String user, String... parameter) throws Exception {
            int port = server.sipAddresses().getFirst().address().getPort();
            var account = Account.of("sip:" + user + "@office.example", "secret").at(HOST, port);
            if (parameter.length > 0) account = account.with(parameter[0], parameter[1]);
            var phone = site.phone(account.settings(Profile.T38G));
            phone.awaitRegistered();
            return phone;
        }

        /// A call in which both talk, from its beginning to its end.
        void talk() {
            var call = caller.call("1001");
            call.await(Call.State.TALKING);
            call.hangUp();
            call.await(Call.State.ENDED);
        }

        int filesAt() {
            return server.addresses().stream()
                    .filter(it -> it.startsWith("provisioning "))
                    .map(it -> URI.create(it.substring("provisioning ".length())))
                    .findFirst()
                    .orElseThrow()
                    .getPort();
        }

        DatabaseCounters disk() {
            return server.directory().database().counters();
        }

        String metrics() {
            return server.metrics().text();
        }

        @Override
        public void close() {
            site.close();
            server.close();
        }
    }

    private record Answer(int status, String header, String body) {
        boolean isFile() {
            return status == 200
                    && body.startsWith("#!version:1.0.0.1")
                    && body.contains("account.1.user_name = 1001\n")
                    && body.contains("account.1.auth_name = 1001-");
        }
    }

    /// With a connection of its own, as phones do.
    private static Answer ask(int port, int device) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port));
            socket.getOutputStream()
                    .write(
                            "GET /%s.cfg HTTP/1.1\r\nHost: a\r\nUser-Agent: Yealink SIP-T38G 38.70.0.125 %s\r\n\r\n"
                                    .formatted(mac(device), mac(device))
                                    .getBytes(US_ASCII));
            var text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = text.indexOf("\r\n\r\n");
            assertThat(text).startsWith("HTTP/1.1 ").contains("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(0, end),
                    text.substring(end + 4));
        }
    }

    /// Has all devices ask at once, each until it has its file.
    ///
    /// @param later what a device waits for when it is told to come later, and passes on when it has its file
    private List<Future<Answer>> storm(int port, Semaphore later) {
        var begin = new CyclicBarrier(DEVICES);
        var all = new ArrayList<Future<Answer>>();
        for (int i = 0; i < DEVICES; i++) {
            int device = i;
            all.add(
                    threads.submit(() -> {
                        begin.await();
                        var answer = ask(port, device);
                        while (answer.status() == 503 && answer.header().contains("Retry-After")) {
                            toldLater.incrementAndGet();
                            later.acquire();
                            answer = ask(port, device);
                        }
                        later.release();
                        return answer;
                    }));
        }
        return all;
    }

    private static void assertAllHaveTheirFiles(List<Future<Answer>> storm) throws Exception {
        for (int i = 0; i < DEVICES; i++) {
            var answer = storm.get(i).get();
            assertThat(answer).matches(Answer::isFile);
        }
        assertThat(storm.stream().map(it -> it.resultNow().body()).distinct()).hasSize(DEVICES);
    }

    @Test
    void all_have_their_files_and_calls_go_on() throws Exception {
        try (var office = new Office(folder)) {
            var before = office.phone("1004").call("1003");
            before.await(Call.State.TALKING);
            long pieces = office.disk().pieces();
            long transactions = office.disk().transactions();
            var storm = storm(office.filesAt(), new Semaphore(DEVICES));
            while (!storm.stream().allMatch(Future::isDone)) office.talk();
            assertAllHaveTheirFiles(storm);
            assertThat(before.state()).isEqualTo(Call.State.TALKING);
            assertThat(office.metrics())
                    .contains("switchhook_devices{state=\"adopted\"} " + DEVICES)
                    .contains("switchhook_provisioning_files_total{outcome=\"failed\"} 0");
            assertThat(office.disk().transactions() - transactions)
                    .isLessThan((office.disk().pieces() - pieces) / 2);
        }
    }

    @Test
    void while_the_disk_does_not_answer_few_wait_and_the_others_come_later() throws Exception {
        int atOnce = 20;
        try (var office = new Office(folder, "limits.filesAtOnce=" + atOnce)) {
            var answer = new CountDownLatch(1);
            office.server.directory().database().later(new Stall(answer));
            var later = new Semaphore(0);
            var storm = storm(office.filesAt(), later);
            while (toldLater.get() < DEVICES - atOnce) {
                assertThat(office.disk().waiting()).isLessThanOrEqualTo(1 + atOnce);
                office.talk();
            }
            assertThat(storm).noneMatch(Future::isDone);
            assertThat(office.metrics())
                    .contains("switchhook_provisioning_files_total{outcome=\"served\"} 0");
            answer.countDown();
            assertAllHaveTheirFiles(storm);
            assertThat(office.metrics())
                    .contains("switchhook_provisioning_files_total{outcome=\"served\"} " + DEVICES)
                    .contains(
                            "switchhook_provisioning_files_total{outcome=\"full\"} "
                                    + (DEVICES - atOnce));
        }
    }

    private record Stall(CountDownLatch end) implements Database.Work<Boolean> {
        @Override
        public Boolean on(Handle handle) throws SQLException {
            try {
                end.await();
                return true;
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }
    }
}
