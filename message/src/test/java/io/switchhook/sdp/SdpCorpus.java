package io.switchhook.sdp;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Corpus;
import io.switchhook.sip.message.MalformedMessage;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// The session descriptions of the RFCs, and those inside their call flows.
final class SdpCorpus {
    private SdpCorpus() {}

    /// One description as the RFC has it.
    record Sample(String name, byte[] bytes) {
        /// Some examples have names where numbers belong: `$R-PUB-1.PORT`.
        boolean isTemplate() {
            return new String(bytes, StandardCharsets.UTF_8).contains("PUB-1");
        }

        /// RFC 4568 breaks long lines for the page, and what follows the break is lost; RFC 5888 has an `rtpmap` without
        /// a clock rate.
        boolean isBroken() {
            return name.contains("rfc4568") || name.contains("rfc5888-8.4.1-07");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> all() {
        return Stream.concat(files(), bodies()).filter(sample -> !sample.isTemplate());
    }

    static Stream<Sample> files() {
        return Corpus.table("sdp/index.tsv").stream()
                .map(row -> row[4].replace("vectors/", ""))
                .map(name -> new Sample(name, Corpus.bytes(name)));
    }

    static Stream<Sample> bodies() {
        return Corpus.flows().flatMap(SdpCorpus::body);
    }

    private static Stream<Sample> body(Corpus.Message file) {
        try {
            var message = Corpus.parse(file.bytes());
            boolean isSdp =
                    message.headers()
                            .get(Header.CONTENT_TYPE)
                            .filter(type -> type.includes(MediaType.SDP))
                            .isPresent();
            if (!isSdp || message.body().isEmpty()) return Stream.empty();
            return Stream.of(new Sample(file.name(), message.body().toByteArray()));
        } catch (MalformedMessage e) {
            return Stream.empty();
        }
    }
}
