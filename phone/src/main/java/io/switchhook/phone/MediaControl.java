package io.switchhook.phone;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;

/// Asking for a picture that needs none before it by INFO, as phones did before RTCP could: RFC 5168.
final class MediaControl {
    static final MediaType TYPE = MediaType.of("application", "media_control+xml");

    static final Body REQUEST =
            Body.of(
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
                            + "<media_control><vc_primitive><to_encoder><picture_fast_update/>"
                            + "</to_encoder></vc_primitive></media_control>\r\n");

    private MediaControl() {}

    /// Whether a request is one. Only this one primitive was ever defined for it.
    static boolean isIn(Request info) {
        var type = info.headers().get(Header.CONTENT_TYPE);
        return type.isPresent()
                && type.get().is("application/media_control+xml")
                && info.body().toString().contains("picture_fast_update");
    }
}
