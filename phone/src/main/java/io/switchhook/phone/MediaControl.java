package io.switchhook.phone;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What one end of a call asks of the other's encoder in an INFO request: RFC 5168.
final class MediaControl {
    static final MediaType TYPE = MediaType.of("application", "media_control+xml");
    private static final int LONGEST = 4096;
    private static final int MOST_ELEMENTS = 64;
    private static final XMLInputFactory FACTORY = factory();

    /// What is understood of the language.
    enum Primitive {
        /// A key frame is wanted (§4).
        PICTURE_FAST_UPDATE,
        /// The other end could not follow what it was asked: it is not to be asked again (§6).
        GENERAL_ERROR
    }

    private MediaControl() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    /// Asks for a key frame.
    static Body pictureFastUpdate() {
        return Body.of(
                """
                <?xml version="1.0" encoding="utf-8"?>
                <media_control>
                 <vc_primitive>
                  <to_encoder>
                   <picture_fast_update/>
                  </to_encoder>
                 </vc_primitive>
                </media_control>
                """
                        .replace("\n", "\r\n"));
    }

    /// What a request says; nothing if it cannot be read.
    static Optional<Primitive> of(Request info) {
        var type = info.headers().get(Header.CONTENT_TYPE);
        boolean isControl =
                type.isPresent()
                        && type.get().type().equalsIgnoreCase(TYPE.type())
                        && type.get().subtype().equalsIgnoreCase(TYPE.subtype());
        if (!isControl || info.body().length() > LONGEST) return Optional.empty();
        try {
            var in =
                    FACTORY.createXMLStreamReader(
                            new ByteArrayInputStream(info.body().toByteArray()));
            return first(in);
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Optional<Primitive> first(XMLStreamReader in) throws XMLStreamException {
        for (int elements = 0; in.hasNext() && elements < MOST_ELEMENTS; ) {
            if (in.next() != XMLStreamReader.START_ELEMENT) continue;
            elements++;
            switch (in.getLocalName()) {
                case "picture_fast_update" -> {
                    return Optional.of(Primitive.PICTURE_FAST_UPDATE);
                }
                case "general_error" -> {
                    return Optional.of(Primitive.GENERAL_ERROR);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }
}
