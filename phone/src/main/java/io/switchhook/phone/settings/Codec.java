package io.switchhook.phone.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An entry of an account's codec list: `account.X.codec.Y`.
///
/// The names, and which are on, are the makers'; the order of the entries that are off, and their dynamic payload types,
/// could not be verified. Neither could the places of the video codecs, which the guides name without a parameter: here they are
/// the last ones of the list.
///
/// @param name as `payload_type` has it, such as `PCMU`
/// @param enabled whether it is offered
/// @param priority 0 to 15; the smallest is offered first, and 0 is none
/// @param payloadType the number of `rtpmap`, 0 to 127
public record Codec(String name, boolean enabled, int priority, int payloadType) {

    static final List<Codec> T3XG =
            List.of(
                    on("PCMU", 1, 0),
                    on("PCMA", 2, 8),
                    off("G723_53", 4),
                    off("G723_63", 4),
                    on("G729", 3, 18),
                    on("G722", 4, 9),
                    off("iLBC", 102),
                    off("G726-16", 112),
                    off("G726-24", 113),
                    off("G726-32", 99),
                    off("G726-40", 104),
                    off("iLBC_13_3", 97),
                    off("iLBC_15_2", 97));

    static final List<Codec> VP530 =
            List.of(
                    on("PCMU", 1, 0),
                    on("PCMA", 2, 8),
                    on("G729", 3, 18),
                    on("G722", 4, 9),
                    off("G723_53", 4),
                    off("G723_63", 4),
                    off("iLBC", 106),
                    off("G726-16", 112),
                    off("G726-24", 113),
                    off("G726-32", 99),
                    off("G726-40", 104),
                    off("GSM", 3),
                    on("H264", 1, 99),
                    on("H263", 2, 34),
                    off("H263-1998", 115),
                    off("VP8", 120));

    private static final Set<String> VIDEO = Set.of("H264", "H263", "H263-1998", "VP8");

    boolean isVideo() {
        return VIDEO.contains(name.toUpperCase(Locale.ROOT));
    }

    private static Codec on(String name, int priority, int payloadType) {
        return new Codec(name, true, priority, payloadType);
    }

    private static Codec off(String name, int payloadType) {
        return new Codec(name, false, 0, payloadType);
    }
}
