package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.transport.Transport;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts over TLS: `account.X.transport = 2`.
class TlsTest {
    private static Phone phone(Site site, String user, String trusts) throws Exception {
        return site.phone(
                Account.of("sip:" + user + "@127.0.0.1:5060", "secret")
                        .with("account.1.sip_server_host", "")
                        .with("account.1.transport", "2")
                        .with("security.trust_certificates", trusts)
                        .settings(Profile.T38G));
    }

    private static String at(Phone phone) {
        return "sip:1002@" + phone.ground().contact().apply(Transport.TLS) + ";transport=tls";
    }

    @Test
    void calls_go_over_TLS_and_certificates_are_checked_unless_the_files_forbid_it(
            @TempDir Path folder) throws Exception {
        var tls = Certificates.make(folder, "office.example", "dns:office.example").settings();
        try (var site = Site.on(InetAddress.getLoopbackAddress(), tls)) {
            var b = phone(site, "1002", "1");
            var trusting = phone(site, "1001", "0");
            var call = trusting.call(at(b));
            b.awaitCall(Call.State.RINGING).answer();
            call.await(Call.State.TALKING).hangUp();
            call.await(Call.State.ENDED);
            var checking = phone(site, "1003", "1").call(at(b));
            checking.await(Call.State.ENDED);
            assertThat(checking.facts().end().orElseThrow().status()).isEqualTo(503);
        }
    }
}
