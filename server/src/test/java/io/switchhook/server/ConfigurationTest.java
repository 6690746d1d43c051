package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.pbx.directory.Redirects;
import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.provisioning.serve.SyslogAddress;
import io.switchhook.server.Configuration.Authentication;
import io.switchhook.server.Configuration.ClientCertificates;
import io.switchhook.sip.grammar.Leniency;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
    @TempDir private Path folder;

    private Configuration read(String yaml, String... settings)
            throws ConfigurationException, IOException {
        var file = Files.writeString(folder.resolve("office.yaml"), yaml);
        return new ConfigurationSource(Optional.of(file), Optional.empty(), List.of(settings))
                .read();
    }

    private static Configuration set(String... settings) throws ConfigurationException {
        return new ConfigurationSource(Optional.empty(), Optional.empty(), List.of(settings))
                .read();
    }

    @Test
    void without_a_file_all_is_by_default() throws Exception {
        var configuration = ConfigurationSource.DEFAULTS.read();
        assertThat(configuration.domains()).contains("localhost", "127.0.0.1");
        assertThat(configuration.listen()).hasSize(2);
        assertThat(configuration.listen().toString()).contains("udp://", "tcp://", ":5060");
        assertThat(configuration.listen())
                .allMatch(listen -> listen.address().getAddress().isAnyLocalAddress());
        assertThat(configuration.authentication()).isEqualTo(Authentication.DIGEST);
        assertThat(configuration.console().orElseThrow()).hasToString("http://127.0.0.1:8080");
        assertThat(configuration.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(configuration.limits().time(Limit.DRAIN)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void an_empty_file_is_as_none() throws Exception {
        assertThat(read("").settings().keySet())
                .isEqualTo(ConfigurationSource.DEFAULTS.read().settings().keySet());
        assertThat(read("# nothing\ndomains:\nlisten: ~\n").listen()).hasSize(2);
    }

    @Test
    void every_key_is_read() throws Exception {
        var made = Certificates.in(folder, "office");
        var configuration =
                read(
                        """
                        domains: [Office.Example, 192.0.2.10]
                        listen:
                          - udp://127.0.0.1:5070
                          - tcp://[::1]
                          - tls://127.0.0.1
                          - wss://127.0.0.1:0
                        advertise: 203.0.113.5:5070
                        tls:
                          certificate: office.pem
                          key: office.key
                          clientCertificates: optional
                          trust: office.pem
                        authentication: none
                        accounts:
                          - { user: "1001", password: secret, name: User A, redirects: forward }
                          - user: 1002
                            password: x
                            domain: 192.0.2.10
                        redirects: forward
                        console: http://127.0.0.1:8081/
                        provisioning: [http://0.0.0.0:8082, https://127.0.0.1, "tftp://[::1]:6969"]
                        provisioningTrust: office.pem
                        provisioningPnp: 224.0.1.75
                        provisioningSyslog: [udp://127.0.0.1, tls://127.0.0.1]
                        store: embedded
                        data: ./there
                        limits:
                          drain: 500ms
                          body: 2 MiB
                          headerLines: 100
                        log: { level: warn, modules: { proxy: debug } }
                        hep: { collector: "[2001:db8::9]", agent: 7 }
                        strict: [lf_only_lines]
                        """);
        assertThat(configuration.hep()).hasToString("Optional[[2001:db8::9]:9060]");
        assertThat(configuration.hep().orElseThrow().agent()).isEqualTo(7);
        assertThat(configuration.domains()).containsExactly("office.example", "192.0.2.10");
        assertThat(configuration.realm()).isEqualTo("office.example");
        assertThat(configuration.listen())
                .extracting(ListenAddress::toString)
                .containsExactly(
                        "udp://127.0.0.1:5070",
                        "tcp://[::1]:5060",
                        "tls://127.0.0.1:5061",
                        "wss://127.0.0.1:0");
        assertThat(configuration.provisioning().addresses())
                .extracting(DeskAddress::toString)
                .containsExactly(
                        "http://0.0.0.0:8082",
                        "https://127.0.0.1:443",
                        "tftp://[0:0:0:0:0:0:0:1]:6969");
        assertThat(configuration.provisioning().trust()).contains(made.certificate());
        assertThat(configuration.provisioning().pnp())
                .contains(new InetSocketAddress("224.0.1.75", 5060));
        assertThat(configuration.provisioning().syslog())
                .extracting(SyslogAddress::toString)
                .containsExactly("udp://127.0.0.1:514", "tls://127.0.0.1:6514");
        assertThat(configuration.advertise()).hasToString("Optional[203.0.113.5:5070]");
        var tls = configuration.tls().orElseThrow();
        assertThat(tls.certificate()).isEqualTo(made.certificate());
        assertThat(tls.key()).isEqualTo(made.key());
        assertThat(tls.clientCertificates()).isEqualTo(ClientCertificates.OPTIONAL);
        assertThat(tls.trust()).contains(made.certificate());
        assertThat(configuration.authentication()).isEqualTo(Authentication.NONE);
        assertThat(configuration.accounts()).hasSize(2);
        assertThat(configuration.accounts().getFirst().redirects()).contains(Redirects.FORWARD);
        assertThat(configuration.accounts().getLast()).hasToString("1002@192.0.2.10");
        assertThat(configuration.redirects()).isEqualTo(Redirects.FORWARD);
        assertThat(configuration.data()).isEqualTo(folder.resolve("./there"));
        assertThat(configuration.limits().time(Limit.DRAIN)).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.limits().number(Limit.BODY)).isEqualTo(2 << 20);
        assertThat(configuration.log().modules())
                .isEqualTo(Map.of(LogModule.PROXY, LogLevel.DEBUG));
        assertThat(configuration.strict()).containsExactly(Leniency.LF_ONLY_LINES);
    }

    @Test
    void the_settings_hold_no_password() throws Exception {
        var settings = read("accounts: [{ user: a, password: sesame }]").settings();
        assertThat(settings.toString()).contains("a #").doesNotContain("sesame");
    }

    @Test
    void the_command_line_overrides_the_file() throws Exception {
        var configuration =
                read(
                        "listen: udp://127.0.0.1:1\n"
                                + "limits: { drain: 1 s, body: 2 KiB }\n"
                                + "log: { level: warn }\n",
                        "listen=udp://127.0.0.1:2,tcp://127.0.0.1:2",
                        "limits.drain=7 s",
                        "log.modules.proxy=trace",
                        "console=none");
        assertThat(configuration.listen())
                .extracting(ListenAddress::toString)
                .containsExactly("udp://127.0.0.1:2", "tcp://127.0.0.1:2");
        assertThat(configuration.limits().time(Limit.DRAIN)).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.limits().number(Limit.BODY)).isEqualTo(2048);
        assertThat(configuration.log().level()).isEqualTo(LogLevel.WARN);
        assertThat(configuration.log().modules()).containsKey(LogModule.PROXY);
        assertThat(configuration.console()).isEmpty();
    }

    @Test
    void an_option_given_twice_is_a_list() throws Exception {
        assertThat(set("listen=udp://127.0.0.1:1", "listen=tcp://127.0.0.1:1").listen()).hasSize(2);
        assertThat(set("accounts=[{user: a, password: b}]").accounts()).hasSize(1);
        assertThatThrownBy(() -> set("data=a", "data=b"))
                .hasMessage("--set data: data: expected one value, not a list");
    }

    record Row(String yaml, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    static List<Row> faults() {
        return List.of(
                new Row("listn: x", "1: key 'listn' is unknown; did you mean 'listen'?"),
                new Row(
                        "\n\nlimits:\n  dran: 1 s",
                        "4: key 'limits.dran' is unknown; did you mean 'drain'?"),
                new Row(
                        "nonsense: 1",
                        "1: key 'nonsense' is unknown; allowed are advertise, domains,"),
                new Row(
                        "console: none\nconsole: none",
                        "2: key 'console' is given twice, first at "),
                new Row("a: [", "1: is not YAML: "),
                new Row("just words", "1: expected lines of the form 'key: value'"),
                new Row("- a\n- b", "1: expected lines of the form 'key: value', not a list"),
                new Row("listen: []", "1: listen: names no address"),
                new Row("domains: []", "1: domains: names no domain"),
                new Row("domains: ['a b']", "1: domains: domain 'a b' may not hold a space"),
                new Row("domains: { a: b }", "1: domains: expected a list of values"),
                new Row(
                        "listen: [127.0.0.1]",
                        "1: listen: '127.0.0.1' is not a URL such as udp://127.0.0.1:5060"),
                new Row(
                        "listen:\n - udp://127.0.0.1\n - udb://127.0.0.1",
                        "3: listen: 'udb://127.0.0.1' has the unknown scheme 'udb'; did you mean"
                                + " 'udp'?"),
                new Row(
                        "listen: udp://:5060",
                        "1: listen: 'udp://:5060' has no host; 0.0.0.0 and [::] mean every"
                                + " address"),
                new Row(
                        "listen: udp://127.0.0.1:70000",
                        "1: listen: 'udp://127.0.0.1:70000' has no port from 0 to 65535"),
                new Row("listen: udp://127.0.0.1:x", "has no port from 0 to 65535"),
                new Row("listen: udp://::1:5060", "an IPv6 address stands in square brackets"),
                new Row("listen: udp://127.0.0.1/a", "may only have a host and a port"),
                new Row("listen: udp://no.such.invalid", "there is no host 'no.such.invalid'"),
                new Row(
                        "listen:\n - tcp://127.0.0.1:1\n - ws://127.0.0.1:1",
                        "3: listen: ws://127.0.0.1:1 and tcp://127.0.0.1:1 cannot both have port"
                                + " 1"),
                new Row(
                        "listen:\n - tcp://0.0.0.0:1\n - tcp://127.0.0.1:1",
                        "3: listen: tcp://127.0.0.1:1 and tcp://0.0.0.0:1 cannot both have port 1"),
                new Row(
                        "listen:\n - udp://[::]:1\n - udp://0.0.0.0:1",
                        "3: listen: udp://0.0.0.0:1 and udp://[::]:1 cannot both have port 1"),
                new Row(
                        "listen: tcp://127.0.0.1:8080",
                        "1: console: http://127.0.0.1:8080 and tcp://127.0.0.1:8080 cannot both"
                                + " have port 8080"),
                new Row("advertise: a b", "1: advertise: 'a b' is not a host, perhaps with a port"),
                new Row(
                        "listen: tls://127.0.0.1",
                        "1: tls.certificate: is missing, and tls://127.0.0.1:5061 needs it"),
                new Row(
                        "tls:\n  certificate: no.pem\n  key: no.key",
                        "2: tls.certificate: there is no file "),
                new Row(
                        "tls: { clientCertificates: maybe }",
                        "1: tls.clientCertificates: 'maybe' is not allowed; allowed are none,"
                                + " optional, required"),
                new Row("tls: yes", "1: tls: expected a section of keys and values"),
                new Row(
                        "authentication: basic",
                        "1: authentication: 'basic' is not allowed; allowed are digest, none"),
                new Row(
                        "authentication: none",
                        "1: authentication: 'none' lets anybody call at your cost, so it is only"
                                + " allowed if every listener is on a loopback address"),
                new Row(
                        "authentication: none\nlisten: [udp://127.0.0.1, tcp://0.0.0.0]",
                        "and tcp://0.0.0.0:5060 is not"),
                new Row("accounts: [1001]", "1: accounts: expected a list of sections"),
                new Row("accounts:\n - { user: a }", "2: accounts.password: is missing"),
                new Row("accounts:\n - { password: a }", "2: accounts.user: is missing"),
                new Row(
                        "accounts:\n - { user: a, password: b, nmae: c }",
                        "2: key 'accounts.nmae' is unknown; did you mean 'name'?"),
                new Row(
                        "accounts:\n - { user: a, password: b }\n - { user: a, password: b }",
                        "3: accounts.user: 'a' is given twice, first at "),
                new Row("accounts: [{ user: 'a@b', password: c }]", "user 'a@b' may not hold '@'"),
                new Row(
                        "domains: a\naccounts: [{ user: a, password: c, domain: b }]",
                        "2: accounts.domain: 'b' is not allowed; allowed are a"),
                new Row(
                        "redirects: follow",
                        "1: redirects: 'follow' is not allowed; allowed are recurse, forward"),
                new Row(
                        "console: ftp://127.0.0.1",
                        "1: console: 'ftp://127.0.0.1' is not allowed; allowed are"
                                + " http://HOST:PORT, https://HOST:PORT and none"),
                new Row(
                        "console: https://127.0.0.1",
                        "1: console: https://127.0.0.1:443 needs tls.certificate and tls.key"),
                new Row(
                        "console: http://0.0.0.0:8080",
                        "1: console: http://0.0.0.0:8080 would have passwords sent in the clear"),
                new Row(
                        "consolePlain: perhaps",
                        "1: consolePlain: 'perhaps' is not allowed; allowed are true, false"),
                new Row(
                        "provisioning: ftp://127.0.0.1",
                        "1: provisioning: 'ftp://127.0.0.1' is not allowed; allowed are"
                                + " http://HOST:PORT"),
                new Row(
                        "provisioning: https://127.0.0.1",
                        "1: provisioning: https://127.0.0.1:443 needs tls.certificate and tls.key"),
                new Row(
                        "provisioning: http://127.0.0.1:8080",
                        "1: provisioning: http://127.0.0.1:8080 and console http://127.0.0.1:8080"
                                + " cannot both have port 8080"),
                new Row(
                        "provisioningPnp: 192.0.2.1",
                        "1: provisioningPnp: '192.0.2.1' is no multicast address such as"
                                + " 224.0.1.75:5060"),
                new Row(
                        "provisioningPnp: 224.0.1.75:5070",
                        "1: provisioningPnp: has nothing to tell, since provisioning is none"),
                new Row(
                        "provisioningSyslog: http://127.0.0.1",
                        "1: provisioningSyslog: 'http://127.0.0.1' is not allowed; allowed are"
                                + " udp://HOST:PORT"),
                new Row(
                        "provisioningSyslog: tls://127.0.0.1",
                        "1: provisioningSyslog: tls://127.0.0.1:6514 needs tls.certificate and"
                                + " tls.key"),
                new Row(
                        "provisioningSyslog: [tcp://127.0.0.1:514, tcp://0.0.0.0]",
                        "1: provisioningSyslog: tcp://0.0.0.0:514 and tcp://127.0.0.1:514 cannot"
                                + " both have port 514"),
                new Row(
                        "provisioningSyslog: udp://127.0.0.1:5060",
                        "1: provisioningSyslog: udp://127.0.0.1:5060 and udp://"),
                new Row(
                        "provisioning: tftp://127.0.0.1:5060",
                        "1: provisioning: tftp://127.0.0.1:5060 and udp://"),
                new Row(
                        "provisioning: [tftp://127.0.0.1:5000, http://127.0.0.1:5000,"
                                + " http://0.0.0.0:5000]",
                        "1: provisioning: http://0.0.0.0:5000 and http://127.0.0.1:5000 cannot both"
                                + " have port 5000"),
                new Row(
                        "store: postgresql://a:b@c/d",
                        "1: store: postgresql is not available in this version; allowed is"
                                + " embedded"),
                new Row("store: oracle", "1: store: 'oracle' is not allowed; allowed is embedded"),
                new Row("data: [a]", "1: data: expected one value, not a list"),
                new Row(
                        "limits: { drain: 5 }",
                        "1: limits.drain: '5' is not a time such as 500 ms, 5 s, 15 min or 1 h"),
                new Row("limits: { body: 5 km }", "1: limits.body: '5 km' is not a size such as"),
                new Row(
                        "limits: { body: 1 GiB }",
                        "1: limits.body: '1 GiB' is not from 1 KiB to 64 MiB"),
                new Row("limits: { targets: -1 }", "1: limits.targets: '-1' is not a number"),
                new Row("limits: { targets: 0 }", "1: limits.targets: '0' is not from 1 to 200"),
                new Row(
                        "hep: { collector: homer.example }\nlimits: { ladder: 0 B }",
                        "1: hep.collector: would be told nothing, since nothing is recorded:"
                                + " limits.ladder is 0 B"),
                new Row("hep: { agent: 7 }", "1: hep.collector: is missing"),
                new Row(
                        "log: { level: loud }",
                        "1: log.level: 'loud' is not allowed; allowed are off, error,"),
                new Row(
                        "log:\n  modules:\n    prxy: debug",
                        "3: key 'log.modules.prxy' is unknown; did you mean 'proxy'?"),
                new Row(
                        "strict: [everything]",
                        "1: strict: 'EVERYTHING' is not allowed; allowed are LF_ONLY_LINES,"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_names_file_line_and_key(Row row) {
        assertThatThrownBy(() -> read(row.yaml()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(folder.resolve("office.yaml") + ":")
                .hasMessageContaining(row.message());
    }

    @Test
    void all_faults_are_told_at_once_from_top_to_bottom() {
        assertThatThrownBy(() -> read("limits: { drain: x }\nlisten: x\nauthentication: x\n"))
                .satisfies(e ->
                        assertThat(String.valueOf(e.getMessage()).lines())
                                .hasSize(3)
                                .isSortedAccordingTo(String::compareTo));
    }

    @Test
    void a_file_that_cannot_be_read_is_told() {
        var none = folder.resolve("none.yaml");
        assertThatThrownBy(() ->
                        new ConfigurationSource(Optional.of(none), Optional.empty(), List.of())
                                .read())
                .hasMessage(none + ": there is no such file");
        assertThatThrownBy(() -> set("drain"))
                .hasMessageContaining("--set drain: expected KEY=VALUE");
        assertThatThrownBy(() -> set("log.levl=info"))
                .hasMessage("--set log.levl: key 'log.levl' is unknown; did you mean 'level'?");
    }

    @Test
    void a_key_must_be_that_of_the_certificate() throws Exception {
        var one = Certificates.in(folder, "one");
        var other = Certificates.in(folder, "other");
        assertThat(TlsFiles.key(one.key(), one.certificate())).isEmpty();
        assertThat(TlsFiles.key(other.key(), one.certificate()).orElseThrow())
                .contains("is not that of the certificate");
        assertThat(TlsFiles.key(one.certificate(), one.certificate()).orElseThrow())
                .contains("holds no private key");
        assertThat(TlsFiles.certificate(one.key()).orElseThrow()).contains("holds no certificate");
        var old = folder.resolve("old.key");
        Files.writeString(
                old, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
        assertThat(TlsFiles.key(old, one.certificate()).orElseThrow())
                .contains("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void ipv6_is_written_as_rfc_5952_says() {
        assertThat(ListenAddress.parse("udp://[0:0:0:0:0:0:0:1]:5060"))
                .hasToString("udp://[::1]:5060");
        assertThat(ListenAddress.parse("udp://[::]:5060")).hasToString("udp://[::]:5060");
        assertThat(ListenAddress.parse("udp://[2001:db8:0:0:1:0:0:1]:5060"))
                .hasToString("udp://[2001:db8::1:0:0:1]:5060");
    }
}
