package io.switchhook.sip.auth;

import io.switchhook.sip.message.Body;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// What a digest response is computed from, beside HA1 (RFC 7616 §3.4.1). All text is hashed in UTF-8.
///
/// @param nonce as it was sent, without its quotes; so are the other parameters
/// @param nonceCount eight hexadecimal digits; unused without `qop`
/// @param cnonce unused without `qop`
/// @param qop `auth`, `auth-int`, or empty for the form of RFC 2069
/// @param method of the request; empty for the `rspauth` of Authentication-Info
/// @param uri of the credentials, which may differ from the Request-URI in form
public record Digest(
        DigestAlgorithm algorithm,
        String nonce,
        String nonceCount,
        String cnonce,
        String qop,
        String method,
        String uri) {
    static final HexFormat HEX = HexFormat.of();

    /// `H(user ":" realm ":" password)`: what may be stored instead of the password.
    public static byte[] ha1(
            DigestAlgorithm algorithm, String user, String realm, String password) {
        return hash(algorithm, user + ':' + realm + ':' + password);
    }

    /// The HA1 of `MD5-sess` and its like (RFC 7616 §3.4.2), from the plain one.
    public static byte[] sessionHa1(
            DigestAlgorithm algorithm, byte[] ha1, String nonce, String cnonce) {
        return hash(algorithm, HEX.formatHex(ha1) + ':' + nonce + ':' + cnonce);
    }

    static byte[] hash(DigestAlgorithm algorithm, String text) {
        return algorithm.newHash().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The `response` parameter for a request without a body, in hexadecimal digits of lower case.
    public String response(byte[] ha1) {
        return response(ha1, Body.EMPTY);
    }

    /// The `response` parameter, in hexadecimal digits of lower case.
    ///
    /// @param body counts only for `auth-int`
    public String response(byte[] ha1, Body body) {
        var hash = algorithm.newHash();
        var text = new StringBuilder(128).append(method).append(':').append(uri);
        if (qop.equalsIgnoreCase("auth-int"))
            text.append(':').append(HEX.formatHex(hash.digest(body.toByteArray())));
        byte[] ha2 = finish(hash, text);
        text.setLength(0);
        text.append(HEX.formatHex(ha1)).append(':').append(nonce).append(':');
        if (!qop.isEmpty())
            text.append(nonceCount).append(':').append(cnonce).append(':').append(qop).append(':');
        text.append(HEX.formatHex(ha2));
        return HEX.formatHex(finish(hash, text));
    }

    private static byte[] finish(MessageDigest hash, StringBuilder text) {
        return hash.digest(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
