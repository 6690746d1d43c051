package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Phones that know their MAC addresses and nothing else, an operator who clicks twice for each and has it fetch its file again, and
/// calls to them: every part is a process of its own.
@ResourceLock(Alone.BROWSER)
class OutOfTheBoxTest {
    private static final Path WEB = Path.of("..", "console", "web").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(30);

    /// A phone that nobody knows yet asks again after 5 to 10 s, and later, while the operator's browser starts.
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(90);

    private static final String CALLER = "1009";

    private final int sip = Ports.free();
    private final int web = Ports.free();
    private final int http = Ports.free();
    private Path folder = Path.of("target");

    /// A phone that is to be somebody's.
    private record Box(String mac, String user, String url) {
        String file() {
            return mac + ".cfg";
        }
    }

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    private static void needBrowser() {
        Programs.need("OutOfTheBoxTest", "node", "chromium");
        if (!Files.isDirectory(WEB.resolve("node_modules")))
            Programs.notRun("OutOfTheBoxTest", "console/web/build found no packages");
    }

    private Config config(String provisioning) {
        return new Config()
                .listen("udp", "127.0.0.1", sip)
                .console(web)
                .line("provisioning: [" + provisioning + "]")
                .account(CALLER);
    }

    @Test
    void aPhoneThatAsksEverybodyIsAdoptedRegistersAndTakesACall() {
        needBrowser();
        var group = "224.0.1.75:" + Ports.free();
        var box = new Box("001565abcd01", "1001", "");
        var config =
                config("http://127.0.0.1:" + http)
                        .line("provisioningPnp: " + group)
                        .account(box.user());
        try (var server = Server.start(folder, config)) {
            registerAtOnce();
            var options = List.of("--mac", box.mac(), "--pnp", group);
            try (var phone = HeadlessPhone.outOfItsBox(folder, box.user(), options);
                    var browser = browser(server, List.of(box), "reboot")) {
                phone.awaitSince(
                        0,
                        "where its files are",
                        event -> HeadlessPhone.is(event, "event", "files-at"));
                awaitAdopted(browser, box);
                awaitRegistered(phone, 0);
                awaitTold(browser, box, phone);
                takeCalls(browser, List.of(phone));
            }
        }
    }

    @Test
    void phonesThatWereToldAUrlAreAdoptedRegisterAndTakeCalls() throws Exception {
        needBrowser();
        int https = Ports.free();
        int tftp = Ports.free();
        var boxes =
                List.of(
                        new Box("001565abcd11", "1001", "http://127.0.0.1:" + http + "/"),
                        new Box("001565abcd12", "1002", "https://127.0.0.1:" + https + "/"),
                        new Box("001565abcd13", "1003", "tftp://127.0.0.1:" + tftp + "/"));
        var certificate = Certificate.selfSigned(folder, "ip:127.0.0.1");
        var config = config(urls(boxes)).certificate(certificate);
        boxes.forEach(box -> config.account(box.user()));
        try (var server = Server.start(folder, config)) {
            registerAtOnce();
            for (var box : boxes) {
                try (var phone = switchedOn(box, certificate)) {
                    phone.awaitNoFile(box.file());
                }
            }
            var phones = new ArrayList<HeadlessPhone>();
            try (var browser = browser(server, boxes, "fetch")) {
                for (var box : boxes) {
                    awaitAdopted(browser, box);
                    phones.add(switchedOn(box, certificate));
                }
                for (var phone : phones) {
                    awaitRegistered(phone, 0);
                }
                for (var i = 0; i < phones.size(); i++) {
                    awaitTold(browser, boxes.get(i), phones.get(i));
                }
                takeCalls(browser, phones);
            } finally {
                phones.forEach(HeadlessPhone::close);
            }
        }
    }

    /// What other people's programs fetch is what a phone needs.
    @Test
    void aPhoneRegistersWithWhatCurlAndTftpFetch() throws Exception {
        Programs.need("OutOfTheBoxTest", "curl", "tftp");
        int https = Ports.free();
        int tftp = Ports.free();
        var certificate = Certificate.selfSigned(folder, "ip:127.0.0.1");
        var byHttp = new Box("001565abcd21", "1001", "http://127.0.0.1:" + http + "/");
        var byHttps = new Box("001565abcd22", "1002", "https://127.0.0.1:" + https + "/");
        var byTftp = new Box("001565abcd23", "1003", "tftp://127.0.0.1:" + tftp + "/");
        var boxes = List.of(byHttp, byHttps, byTftp);
        var config = config(urls(boxes)).certificate(certificate);
        boxes.forEach(box -> config.account(box.user()));
        try (var _ = Server.start(folder, config)) {
            for (var box : boxes) {
                assertThat(fetches(box, certificate)).as("%s is not adopted", box).isFalse();
                adopts(box);
                assertThat(fetches(box, certificate)).as(box.url()).isTrue();
                assertThat(Files.readString(folder.resolve(box.file())))
                        .contains("account.1.user_name = " + box.user());
                var options = List.of("--config", folder.resolve(box.file()).toString());
                try (var phone = HeadlessPhone.outOfItsBox(folder, box.user(), options)) {
                    phone.awaitRegistered();
                }
            }
        }
    }

    private static String urls(List<Box> boxes) {
        return boxes.stream().map(Box::url).collect(Collectors.joining(", "));
    }

    private HeadlessPhone switchedOn(Box box, Certificate certificate) {
        var options = List.of("--mac", box.mac(), "--provision", box.url());
        return HeadlessPhone.outOfItsBox(folder, box.user(), options, certificate.trustOptions());
    }

    /// Else phones wait for up to 10 s when they start.
    private void registerAtOnce() {
        runs("set", "device", "set", "--system", "sip.reg_surge_prevention=0");
    }

    private void adopts(Box box) {
        runs("adopt", "device", "adopt", box.mac(), "--model", "t38g", "--account", box.user());
    }

    private void runs(String name, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        try (var command = Server.run(folder, name, all.toArray(String[]::new))) {
            assertThat(command.awaitExit(SOON)).as(command.tail()).isZero();
        }
    }

    /// Whether the file comes, by a program of others.
    private boolean fetches(Box box, Certificate certificate) throws IOException {
        var file = folder.resolve(box.file());
        Files.deleteIfExists(file);
        var command =
                box.url().startsWith("tftp:") ? tftp(box, file) : curl(box, file, certificate);
        try (var fetch = Child.start(folder, "fetch-" + box.user(), command)) {
            fetch.awaitExit(SOON);
        }
        return Files.exists(file) && Files.size(file) > 0;
    }

    private static List<String> curl(Box box, Path file, Certificate certificate) {
        return List.of(
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--cacert",
                certificate.certificate().toString(),
                "--user-agent",
                "Yealink SIP-T38G 38.70.0.125 " + box.mac(),
                "--output",
                file.toString(),
                box.url() + box.file());
    }

    private static List<String> tftp(Box box, Path file) {
        return List.of(
                "tftp",
                "-m",
                "octet",
                "127.0.0.1",
                Integer.toString(URI.create(box.url()).getPort()),
                "-c",
                "get",
                box.file(),
                file.toString());
    }

    private Child browser(Server server, List<Box> boxes, String nudge) {
        var login =
                server.process()
                        .awaitLine(
                                "the first password",
                                line -> line.startsWith("console login: user admin, password "),
                                SOON);
        var macs = boxes.stream().map(Box::mac).collect(Collectors.joining(","));
        return Child.start(
                folder,
                "browser",
                List.of(
                        "env",
                        "CONSOLE_URL=http://127.0.0.1:" + web,
                        "CONSOLE_PASSWORD=" + login.split(" ")[5],
                        "MACS=" + macs,
                        "NUDGE=" + nudge,
                        "CHROMIUM=" + Programs.find("chromium"),
                        "node",
                        WEB.resolve("e2e").resolve("adoption.test.mjs").toString()));
    }

    private static void awaitAdopted(Child browser, Box box) {
        browser.awaitLine(
                "that the operator adopts " + box.mac(),
                line -> line.equals("adopted " + box.mac() + " for " + box.user()),
                ASKED_AGAIN);
    }

    /// It fetches its file again, in which it has a new password.
    private static void awaitTold(Child browser, Box box, HeadlessPhone phone) {
        var told =
                phone.awaitSince(
                        0,
                        "that it is told",
                        event -> HeadlessPhone.is(event, "event", "check-sync"),
                        ASKED_AGAIN);
        awaitRegistered(phone, told);
        browser.awaitLine(
                "what " + box.mac() + " answers", ("told " + box.mac())::equals, ASKED_AGAIN);
    }

    private static void awaitRegistered(HeadlessPhone phone, int since) {
        phone.awaitSince(
                since,
                "that it is registered",
                event -> HeadlessPhone.is(event, "event", "registered"),
                ASKED_AGAIN);
    }

    /// The page, on which they were seen to be registered, shows each call while it lasts.
    private void takeCalls(Child browser, List<HeadlessPhone> phones) {
        try (var caller = HeadlessPhone.onLoopback(folder, CALLER, sip)) {
            caller.awaitRegistered();
            for (var phone : phones) {
                var atPhone = phone.now();
                var atCaller = caller.now();
                caller.does("call " + phone.user());
                phone.awaitCall(atPhone, "ringing");
                phone.does("answer");
                phone.awaitCall(atPhone, "talking");
                caller.awaitCall(atCaller, "talking");
                browser.awaitLine(
                        "the call to " + phone.user(), ("talks " + phone.user())::equals, SOON);
                caller.does("hangup");
                phone.awaitCall(atPhone, "ended");
            }
        }
        assertThat(browser.awaitExit(SOON)).as(browser.tail()).isZero();
    }
}
