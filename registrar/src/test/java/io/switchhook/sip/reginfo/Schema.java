package io.switchhook.sip.reginfo;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// The schemas of RFC 3680 §5.4 and RFC 5628 §9, as they are printed there.
final class Schema {
    private static final javax.xml.validation.Schema SCHEMA = load();

    private Schema() {}

    private static javax.xml.validation.Schema load() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(
                            new Source[] {
                                source("xml.xsd"), source("gruuinfo.xsd"), source("reginfo.xsd")
                            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Source source(String name) {
        return new StreamSource(String.valueOf(Schema.class.getResource("/reginfo/" + name)));
    }

    /// Reads a document that the schemas allow.
    static Document valid(String xml) {
        try {
            SCHEMA.newValidator().validate(new StreamSource(new StringReader(xml)));
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(
                            new ByteArrayInputStream(
                                    xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    /// `version state registration-state`, and for each contact `uri state event`.
    static List<String> summary(String xml) {
        var root = valid(xml).getDocumentElement();
        var registration = (Element) root.getFirstChild();
        var lines = new ArrayList<String>();
        lines.add(
                root.getAttribute("version")
                        + ' '
                        + root.getAttribute("state")
                        + ' '
                        + registration.getAttribute("state"));
        var contacts = registration.getElementsByTagName("contact");
        for (int i = 0; i < contacts.getLength(); i++) {
            var contact = (Element) contacts.item(i);
            lines.add(
                    contact.getFirstChild().getTextContent()
                            + ' '
                            + contact.getAttribute("state")
                            + ' '
                            + contact.getAttribute("event"));
        }
        return lines;
    }
}
