package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A typed key to a header field: its name, how a value is read and how it is written.
///
/// @param name the field's name
/// @param isList whether values may stand comma-separated on one line and over several lines (§7.3.1)
/// @param reader reads one value and stops behind it
/// @param writer writes one value
/// @param <T> what a value is
public record HeaderType<T>(
        HeaderName name,
        boolean isList,
        Function<Scanner, T> reader,
        BiConsumer<ByteSink, T> writer) {

    static <T> HeaderType<T> single(
            HeaderName name, Function<Scanner, T> reader, BiConsumer<ByteSink, T> writer) {
        return new HeaderType<>(name, false, reader, writer);
    }

    static <T> HeaderType<T> list(
            HeaderName name, Function<Scanner, T> reader, BiConsumer<ByteSink, T> writer) {
        return new HeaderType<>(name, true, reader, writer);
    }
}
