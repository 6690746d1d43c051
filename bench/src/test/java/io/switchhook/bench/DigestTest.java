package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Answers to challenges are those of the RFCs.
class DigestTest {
    /// RFC 2069 §2.4 as corrected by its errata, which has no quality of protection.
    @Test
    void answersWithoutQuality() {
        var challenge =
                new Digest("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "", false);
        assertThat(
                        challenge.line(
                                "Authorization",
                                "Mufasa",
                                "CircleOfLife",
                                "GET",
                                "/dir/index.html",
                                1))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("qop")
                .endsWith("\r\n");
    }

    /// Computed with the formula of RFC 7616 §3.4.1 by another program.
    @Test
    void answersWithQuality() {
        var challenge = new Digest("bench.local", "abc", "xyz", true);
        assertThat(
                        challenge.line(
                                "Authorization",
                                "u1000000",
                                "secret",
                                "REGISTER",
                                "sip:bench.local",
                                2))
                .startsWith(
                        "Authorization: Digest username=\"u1000000\", realm=\"bench.local\", nonce=\"abc\"")
                .contains("response=\"6198f3fecb35ab52c62cc88654bd91dd\"")
                .contains("nc=00000002")
                .contains("opaque=\"xyz\"");
    }

    @Test
    void takesMd5OfSeveralChallenges() {
        String response =
                "SIP/2.0 401 Unauthorized\r\n"
                        + "WWW-Authenticate: Digest realm=\"a\",nonce=\"1\",algorithm=SHA-256,qop=\"auth\"\r\n"
                        + "WWW-Authenticate: Digest realm=\"a b\", nonce=\"2\", qop=\"auth\", algorithm=MD5\r\n\r\n";
        assertThat(Digest.challenge(response)).contains(new Digest("a b", "2", "", true));
    }

    @Test
    void doesNotTakeAnotherParameterForTheNonce() {
        String response =
                "SIP/2.0 407 Proxy Authentication Required\r\n"
                        + "Proxy-Authenticate: Digest realm=\"a\", nextnonce=\"1\", nonce=\"2\"\r\n\r\n";
        assertThat(Digest.challenge(response)).contains(new Digest("a", "2", "", false));
        assertThat(Digest.challenge("SIP/2.0 403 Forbidden\r\n\r\n")).isEmpty();
    }
}
