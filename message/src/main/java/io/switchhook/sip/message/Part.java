package io.switchhook.sip.message;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import java.util.Optional;

/// One part of a multipart body: RFC 2046 §5.1.
///
/// @param headers its MIME header fields; often none
public record Part(Headers headers, Body body) {

    /// A part with its Content-Type.
    public static Part of(MediaType type, Body body) {
        return new Part(Headers.EMPTY.with(h -> h.add(Header.CONTENT_TYPE, type)), body);
    }

    /// Its Content-Type; `text/plain` where none is said.
    ///
    /// @throws MalformedField if it breaks the grammar
    public MediaType mediaType() {
        return headers.get(Header.CONTENT_TYPE).orElse(MediaType.TEXT_PLAIN);
    }

    /// The parts of this part, if it is a multipart itself.
    ///
    /// @throws MalformedValue if their framing is broken
    Optional<MultipartBody> nested() {
        var type = mediaType();
        return type.isMultipart() ? Optional.of(MultipartBody.parse(type, body)) : Optional.empty();
    }
}
