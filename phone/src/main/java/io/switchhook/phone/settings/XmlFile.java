package io.switchhook.phone.settings;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Goes through the elements of a resource file once, in their order.
///
/// The files are UTF-8. They come from the network: document types and external entities are off, and size, depth,
/// number of elements and length of text are bounded.
final class XmlFile {
    private static final int DEPTH = 16;
    private static final int ELEMENTS = 50_000;

    /// Characters of a text or an attribute that are kept.
    private static final int TEXT = 1024;

    private static final XMLInputFactory FACTORY = factory();

    /// What is told of the elements.
    interface Listener {
        /// @param depth 1 for the root
        void opened(String name, int depth, Map<String, String> attributes, Place place)
                throws UnusableFile;

        /// @param text what stands in it, without the white space at its ends
        void closed(String name, int depth, String text) throws UnusableFile;
    }

    private final String name;
    private final Listener listener;
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private int elements;

    private XmlFile(String name, Listener listener) {
        this.name = name;
        this.listener = listener;
    }

    /// @throws UnusableFile if it is not well-formed or exceeds a bound
    static void read(String name, byte[] bytes, Listener listener) throws UnusableFile {
        FileBounds.check(name, bytes);
        new XmlFile(name, listener).read(FileBounds.text(bytes).strip());
    }

    /// Reads a file that may consist of several elements one behind the other; all of them have depth 2.
    ///
    /// @throws UnusableFile if they are not well-formed or exceed a bound
    static void readParts(String name, byte[] bytes, Listener listener) throws UnusableFile {
        FileBounds.check(name, bytes);
        String text = FileBounds.text(bytes).strip();
        int end = text.startsWith("<?xml") ? text.indexOf("?>") + 2 : 0;
        new XmlFile(name, listener).read("<parts>" + text.substring(Math.max(0, end)) + "</parts>");
    }

    private void read(String document) throws UnusableFile {
        try {
            var in = FACTORY.createXMLStreamReader(new StringReader(document));
            while (in.hasNext()) event(in, in.next());
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            throw new UnusableFile(new Place(name, line), "not well-formed XML");
        }
    }

    private void event(XMLStreamReader in, int event) throws UnusableFile {
        var place = new Place(name, Math.max(0, in.getLocation().getLineNumber()));
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> open(in, place);
            case XMLStreamConstants.END_ELEMENT -> close(in);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(in.getText());
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnusableFile(place, "document types and entities are not read");
            default -> {
                // comments and the like
            }
        }
    }

    private void open(XMLStreamReader in, Place place) throws UnusableFile {
        if (++depth > DEPTH) throw new UnusableFile(place, "deeper than " + DEPTH + " elements");
        if (++elements > ELEMENTS)
            throw new UnusableFile(place, "more than " + ELEMENTS + " elements");
        text.setLength(0);
        listener.opened(in.getLocalName(), depth, attributes(in), place);
    }

    private static Map<String, String> attributes(XMLStreamReader in) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < in.getAttributeCount(); i++)
            attributes.put(in.getAttributeLocalName(i), cut(in.getAttributeValue(i)));
        return attributes;
    }

    private void close(XMLStreamReader in) throws UnusableFile {
        listener.closed(in.getLocalName(), depth--, text.toString().strip());
        text.setLength(0);
    }

    private void append(String more) {
        text.append(more, 0, Math.min(more.length(), TEXT - text.length()));
    }

    private static String cut(String value) {
        return value.length() <= TEXT ? value : value.substring(0, TEXT);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}
