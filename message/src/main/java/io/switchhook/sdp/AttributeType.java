package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A typed key to an attribute: its name, how a value is read and how it is written.
///
/// Reading is as lenient as it can be: space around the value is passed over.
///
/// @param name the attribute's name, which is compared with regard to case (RFC 8866 §5.13)
/// @param reader reads the value up to its end
/// @param writer writes the value; nothing for a property attribute, which has none
/// @param <T> what a value is
public record AttributeType<T>(
        String name, Function<LineScanner, T> reader, BiConsumer<ByteSink, T> writer) {

    /// An attribute whose value is text, kept as it came.
    public static AttributeType<String> text(String name) {
        return new AttributeType<>(name, LineScanner::rest, (out, text) -> Octets.write(text, out));
    }

    static AttributeType<String> token(String name) {
        return new AttributeType<>(name, LineScanner::token, ByteSink::put);
    }

    /// An attribute that is there or is not.
    static AttributeType<Boolean> property(String name) {
        return new AttributeType<>(name, in -> true, (out, isThere) -> {});
    }

    /// Reads the value of an attribute with this name.
    ///
    /// @throws MalformedValue if it breaks the grammar; the offset counts from the start of the value
    T read(Attribute attribute) {
        var in = LineScanner.of(attribute.value().orElse(""));
        try {
            in.skipExtraSpace();
            T value = reader.apply(in);
            in.expectEnd();
            return value;
        } catch (MalformedValue e) {
            throw new MalformedValue("a=" + name + ": " + e.text(), e.offset());
        }
    }

    /// The attribute with a value.
    public Attribute of(T value) {
        var out = new ByteSink(32);
        writer.accept(out, value);
        byte[] written = out.toByteArray();
        String text = Octets.text(written, 0, written.length);
        return new Attribute(name, Optional.of(text).filter(some -> !some.isEmpty()));
    }
}
