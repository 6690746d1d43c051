package io.switchhook.sip.auth;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import java.util.ArrayList;
import java.util.List;

/// Which algorithms a phone is offered, most preferred first: RFC 8760 §2.3.
///
/// Clients are to ignore challenges that they do not know (RFC 3261 §22.1), but some give up at them: baresip up to 1.x
/// at any that is not for MD5, sipp if the first is not. The one says what it is and is offered MD5 alone; the other
/// does not, as no phone would, and finds MD5 first. Linphone 5.1 gives up where SHA-512-256 comes first, and knows the
/// others.
final class Offer {
    private static final List<String> MD5_ALONE = List.of("baresip v0.", "baresip v1.");
    private static final String NO_SHA_512 = "Linphone";

    private final List<DigestAlgorithm> all;
    private final List<DigestAlgorithm> md5First;
    private final List<DigestAlgorithm> md5Alone = List.of(DigestAlgorithm.MD5);
    private final List<DigestAlgorithm> withoutSha512;
    private final Leniencies leniencies;

    Offer(List<DigestAlgorithm> algorithms, Leniencies leniencies) {
        if (algorithms.isEmpty()) throw new IllegalArgumentException("no digest algorithm");
        this.all = List.copyOf(algorithms);
        this.leniencies = leniencies;
        var reordered = new ArrayList<>(all);
        if (reordered.remove(DigestAlgorithm.MD5)) reordered.addFirst(DigestAlgorithm.MD5);
        this.md5First = List.copyOf(reordered);
        this.withoutSha512 = all.stream().filter(it -> it != DigestAlgorithm.SHA_512_256).toList();
    }

    boolean contains(DigestAlgorithm algorithm) {
        return all.contains(algorithm);
    }

    List<DigestAlgorithm> to(Request request) {
        if (all.size() == 1 || !all.contains(DigestAlgorithm.MD5)) return all;
        String agent = userAgent(request);
        if (agent.isEmpty()) return leniencies.allow(Leniency.ONLY_MD5_UNDERSTOOD) ? md5First : all;
        for (String prefix : MD5_ALONE)
            if (agent.startsWith(prefix))
                return leniencies.allow(Leniency.ONLY_MD5_UNDERSTOOD) ? md5Alone : all;
        if (agent.startsWith(NO_SHA_512) && all.contains(DigestAlgorithm.SHA_512_256))
            return leniencies.allow(Leniency.ONLY_MD5_UNDERSTOOD) ? withoutSha512 : all;
        return all;
    }

    private static String userAgent(Request request) {
        try {
            return request.headers().get(Header.USER_AGENT).orElse("");
        } catch (MalformedField e) {
            return "";
        }
    }
}
