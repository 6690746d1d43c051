package io.switchhook.sip.ua;

import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Crypto;
import io.switchhook.sdp.MediaDescription;
import java.util.List;
import java.util.Optional;

/// How keys are chosen that descriptions carry: RFC 4568 §5.1.
final class Sdes {
    private Sdes() {}

    /// Answers keys: of the offered ones that can be used the first, as the offerer prefers it (§5.1.2).
    ///
    /// @return ours of that suite, under the tag of the chosen one
    static Optional<Crypto> answer(MediaDescription offered, List<Crypto> own) {
        for (var theirs : usable(offered))
            for (var ours : own)
                if (ours.suite().equals(theirs.suite()))
                    return Optional.of(
                            new Crypto(
                                    theirs.tag(),
                                    ours.suite(),
                                    ours.keys(),
                                    ours.sessionParameters()));
        return Optional.empty();
    }

    /// What both ends use. An answer has one key, and its tag says which of the offer it chose (§5.1.3).
    static Optional<StreamAgreement.Keys> agreed(MediaDescription local, MediaDescription remote) {
        for (var ours : local.readable(Attribute.CRYPTO))
            for (var theirs : usable(remote))
                if (ours.tag() == theirs.tag() && ours.suite().equals(theirs.suite()))
                    return Optional.of(new StreamAgreement.Keys(ours, theirs));
        return Optional.empty();
    }

    /// Those that ask for nothing that must be known to use them (§6.3); a line that cannot be read is passed over, as §5.1.2
    /// wants it.
    private static List<Crypto> usable(MediaDescription stream) {
        return stream.readable(Attribute.CRYPTO).stream().filter(Sdes::isUsable).toList();
    }

    private static boolean isUsable(Crypto crypto) {
        boolean isOneKey = crypto.keys().size() == 1 && crypto.keys().getFirst().mki().isEmpty();
        return isOneKey
                && crypto.sessionParameters().stream()
                        .allMatch(it -> it.startsWith("-") || it.startsWith("WSH="));
    }
}
