package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What hostile messages are made of: those of the RFCs, and some of what the server does for phones.
final class Seeds {
    private static final Path CORPUS =
            Path.of("..", "message", "src", "test", "resources", "corpus");

    private Seeds() {}

    /// All names and addresses become local ones, none of them a number that a deformation turns into somebody's.
    static List<byte[]> all(String domain, String user) throws IOException {
        var seeds = new ArrayList<byte[]>();
        try (var files = Files.walk(CORPUS)) {
            for (var file :
                    files.filter(each -> each.toString().matches(".*\\.(dat|txt)"))
                            .sorted()
                            .toList()) {
                seeds.add(local(Files.readAllBytes(file), domain));
            }
        }
        for (var method :
                List.of(
                        "REGISTER",
                        "INVITE",
                        "OPTIONS",
                        "SUBSCRIBE",
                        "PUBLISH",
                        "MESSAGE",
                        "REFER",
                        "NOTIFY",
                        "INFO",
                        "UPDATE",
                        "PRACK",
                        "CANCEL",
                        "BYE",
                        "ACK")) {
            seeds.add(request(method, domain, user));
        }
        return seeds;
    }

    private static byte[] local(byte[] message, String domain) {
        return new String(message, ISO_8859_1)
                .replaceAll("\\d{1,3}(\\.\\d{1,3}){3}", "localhost")
                .replaceAll("(?i)2001:db8[0-9a-f:]*", "::1")
                .replaceAll("(?i)([a-z0-9-]+\\.)+(com|net|org|edu|gov|invalid|test)\\b", domain)
                .getBytes(ISO_8859_1);
    }

    private static byte[] request(String method, String domain, String user) {
        var uri = method.equals("REGISTER") ? "sip:" + domain : "sip:" + user + "@" + domain;
        return """
        %1$s %2$s SIP/2.0\r
        Via: SIP/2.0/UDP localhost;branch=z9hG4bK;rport;alias\r
        Max-Forwards: 70\r
        From: "Caller" <sip:caller@%3$s>;tag=1\r
        To: <sip:%4$s@%3$s>\r
        Call-ID: seed\r
        CSeq: 1 %1$s\r
        Contact: <sip:caller@localhost;ob>;reg-id=1;expires=60;+sip.instance="<urn:uuid:0>"\r
        Supported: path, outbound, gruu, 100rel, timer, replaces\r
        Event: reg\r
        Expires: 60\r
        Refer-To: <sip:other@%3$s?Replaces=a%%3Bto-tag=b>\r
        RAck: 1 1 INVITE\r
        Replaces: a;to-tag=b;from-tag=c\r
        Session-Expires: 1800;refresher=uac\r
        Authorization: Digest username="caller", realm="%3$s", nonce="n", uri="sip:%3$s", \
        response="0123456789abcdef0123456789abcdef", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\r
        Content-Type: text/plain\r
        Content-Length: 4\r
        \r
        text\
        """
                .formatted(method, uri, domain, user)
                .getBytes(ISO_8859_1);
    }
}
