package io.switchhook.sip.proxy;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.CallId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and checks the tokens in our Record-Route URIs. A token says that we admitted the request that began the
/// dialog, so what comes later with it need not be admitted again; it needs no state here and survives a restart.
///
/// ```
/// token = seal [ "." caller-flow [ "." callee-flow ] ]
/// seal  = 12 characters: base64url of the first 72 bits of
///         HMAC-SHA256(secret, "R" Call-ID NUL caller's-tag NUL caller-flow "." callee-flow)
/// ```
/// The caller's tag is not in the token: a request whose From tag fits the seal comes from the caller, one whose To tag
/// does from the callee. Not thread-safe: each core has its own. One HMAC (0.5 µs, 270 bytes
/// allocated) to make a token or to check one from the caller, two to check one from the callee.
final class TokenSeal {
    private static final int SEAL_BYTES = 9;
    private static final int SEAL_LENGTH = 12;

    /// Longer tokens are nobody's.
    private static final int MAX_LENGTH = 256;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Mac mac;
    private final ByteSink text = new ByteSink(256);
    private final byte[] digest;

    /// @param secret at least 16 bytes, the same on every core and after every restart
    TokenSeal(byte[] secret) {
        if (secret.length < 16)
            throw new IllegalArgumentException("a secret of less than 16 bytes");
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
        digest = new byte[mac.getMacLength()];
    }

    String token(CallId callId, String callerTag, String callerFlow, String calleeFlow) {
        var seal = seal(callId, callerTag, callerFlow, calleeFlow);
        if (calleeFlow.isEmpty()) return callerFlow.isEmpty() ? seal : seal + '.' + callerFlow;
        return seal + '.' + callerFlow + '.' + calleeFlow;
    }

    /// What the token says; empty if it is not ours or belongs to another dialog.
    Optional<DialogPass> check(String token, CallId callId, String fromTag, String toTag) {
        int length = token.length();
        if (length < SEAL_LENGTH || length > MAX_LENGTH) return Optional.empty();
        if (length > SEAL_LENGTH && token.charAt(SEAL_LENGTH) != '.') return Optional.empty();
        int callerStart = Math.min(SEAL_LENGTH + 1, length);
        int dot = token.indexOf('.', callerStart);
        var callerFlow = token.substring(callerStart, dot < 0 ? length : dot);
        var calleeFlow = dot < 0 ? "" : token.substring(dot + 1);
        if (fits(token, seal(callId, fromTag, callerFlow, calleeFlow)))
            return Optional.of(new DialogPass(true, callerFlow, calleeFlow));
        if (fits(token, seal(callId, toTag, callerFlow, calleeFlow)))
            return Optional.of(new DialogPass(false, callerFlow, calleeFlow));
        return Optional.empty();
    }

    private static boolean fits(String token, String seal) {
        return MessageDigest.isEqual(
                token.substring(0, SEAL_LENGTH).getBytes(StandardCharsets.UTF_8),
                seal.getBytes(StandardCharsets.UTF_8));
    }

    private String seal(CallId callId, String callerTag, String callerFlow, String calleeFlow) {
        text.clear().put('R').put(callId.value()).put('\0').put(callerTag).put('\0');
        text.put(callerFlow).put('.').put(calleeFlow);
        try {
            mac.update(text.array(), 0, text.length());
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the digest has room for itself", e);
        }
        return BASE64.encodeToString(Arrays.copyOf(digest, SEAL_BYTES));
    }
}
