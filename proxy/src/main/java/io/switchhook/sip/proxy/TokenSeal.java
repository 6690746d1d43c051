package io.switchhook.sip.proxy;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.transaction.SipHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and checks the tokens in our Record-Route URIs. A token says that we admitted the request that began the
/// dialog, so what comes later with it need not be admitted again; it needs no state here and survives a restart.
///
/// ```
/// token = seal [ "." caller-flow [ "." callee-flow ] ]
/// seal  = 12 characters: base64url of 72 bits of SipHash(secret, Call-ID caller's-tag caller-flow callee-flow)
/// ```
/// The caller's tag is not in the token: a request whose From tag fits the seal comes from the caller, one whose To tag
/// does from the callee. SipHash is what the cookies of DNS are made of for the same reasons (RFC 9018): both short, and
/// made for each message. One hash to make a token or to check one from the caller, two to check one from the callee.
final class TokenSeal {
    private static final byte[] DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int SEAL_LENGTH = 12;

    /// Longer tokens are nobody's.
    private static final int MAX_LENGTH = 256;

    private final long k0;
    private final long k1;

    /// @param secret at least 16 bytes, the same on every core and after every restart
    TokenSeal(byte[] secret) {
        if (secret.length < 16)
            throw new IllegalArgumentException("a secret of less than 16 bytes");
        var key = ByteBuffer.wrap(keyOf(secret));
        k0 = key.getLong();
        k1 = key.getLong();
    }

    /// The secret has other uses, so what follows from the seals must say nothing of it.
    private static byte[] keyOf(byte[] secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal("Record-Route".getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
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
        var hash = new SipHash(k0, k1);
        hash.put(callId.value());
        hash.put(callerTag);
        hash.put(callerFlow);
        hash.put(calleeFlow);
        byte[] text = new byte[SEAL_LENGTH];
        write(hash.finish(), text, 0);
        write(hash.more(), text, SEAL_LENGTH / 2);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// Half a seal: 36 bits.
    private static void write(long bits, byte[] text, int at) {
        for (int i = 0; i < SEAL_LENGTH / 2; i++, bits >>>= 6)
            text[at + i] = DIGITS[(int) (bits & 63)];
    }
}
