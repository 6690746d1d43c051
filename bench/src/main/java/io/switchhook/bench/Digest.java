package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The answer of a phone to a challenge, RFC 7616 §3.4, with MD5 and `qop=auth`: what every phone can and every server offers.
///
/// @param realm what the challenge asked for, as `nonce` and `opaque`; no opaque is empty
record Digest(String realm, String nonce, String opaque, boolean quality) {
    /// The challenge of a 401 or 407 that asks for MD5; empty if there is none.
    static Optional<Digest> challenge(String response) {
        for (int at = response.indexOf("-Authenticate:");
                at > 0;
                at = response.indexOf("-Authenticate:", at + 1)) {
            int end = response.indexOf("\r\n", at);
            String line = response.substring(at, end < 0 ? response.length() : end);
            String algorithm = parameter(line, "algorithm");
            if (algorithm.isEmpty() || algorithm.equals("MD5"))
                return Optional.of(
                        new Digest(
                                parameter(line, "realm"),
                                parameter(line, "nonce"),
                                parameter(line, "opaque"),
                                !parameter(line, "qop").isEmpty()));
        }
        return Optional.empty();
    }

    /// The header line, with its end.
    ///
    /// @param name `Authorization` or `Proxy-Authorization`
    /// @param count how often the nonce was used, this time included
    String line(String name, String user, String password, String method, String uri, int count) {
        String nc = String.format("%08x", count);
        String cnonce = "0a4f113b";
        String secret = md5(user + ":" + realm + ":" + password);
        String asked = md5(method + ":" + uri);
        String response =
                quality
                        ? md5(secret + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + asked)
                        : md5(secret + ":" + nonce + ":" + asked);
        var line = new StringBuilder(320).append(name).append(": Digest username=\"").append(user);
        line.append("\", realm=\"").append(realm).append("\", nonce=\"").append(nonce);
        line.append("\", uri=\"").append(uri).append("\", response=\"").append(response);
        line.append("\", algorithm=MD5");
        if (quality)
            line.append(", cnonce=\"").append(cnonce).append("\", qop=auth, nc=").append(nc);
        if (!opaque.isEmpty()) line.append(", opaque=\"").append(opaque).append('"');
        return line.append("\r\n").toString();
    }

    private static String parameter(String line, String name) {
        for (int at = line.indexOf(name + "="); at > 0; at = line.indexOf(name + "=", at + 1)) {
            if (Character.isLetterOrDigit(line.charAt(at - 1))) continue;
            int start = at + name.length() + 1;
            if (start < line.length() && line.charAt(start) == '"')
                return line.substring(start + 1, line.indexOf('"', start + 1));
            int end = start;
            while (end < line.length() && ", \t".indexOf(line.charAt(end)) < 0) end++;
            return line.substring(start, end);
        }
        return "";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
