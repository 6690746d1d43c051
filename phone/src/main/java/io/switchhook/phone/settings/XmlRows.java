package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads files that are a root and rows of attributes under it.
///
/// @param <T> what a row is
final class XmlRows<T> implements XmlFile.Listener {

    /// What a row is turned into.
    interface Row<T> {
        /// @throws IllegalArgumentException if it cannot be, with the reason
        T read(String element, Map<String, String> attributes);
    }

    private final String root;
    private final List<String> elements;
    private final Row<T> row;
    private final int most;
    private final List<T> rows = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    /// @param elements the names of rows; others are passed over
    /// @param most rows that are read
    XmlRows(String root, List<String> elements, int most, Row<T> row) {
        this.root = root;
        this.elements = List.copyOf(elements);
        this.most = most;
        this.row = row;
    }

    XmlRows<T> read(String name, byte[] bytes) throws UnusableFile {
        XmlFile.read(name, bytes, this);
        return this;
    }

    List<T> rows() {
        return rows;
    }

    List<Remark> remarks() {
        return remarks;
    }

    @Override
    public void opened(String name, int depth, Map<String, String> attributes, Place place)
            throws UnusableFile {
        if (depth == 1 && !name.equals(root))
            throw new UnusableFile(place, "expected <" + root + ">, not <" + name + ">");
        if (depth == 1 || !elements.contains(name)) return;
        if (rows.size() == most) {
            remarks.add(new Remark(place, name, "more than " + most + " rows; ignored"));
            return;
        }
        read(name, attributes, place).ifPresent(rows::add);
    }

    private Optional<T> read(String name, Map<String, String> attributes, Place place) {
        try {
            return Optional.of(row.read(name, attributes));
        } catch (IllegalArgumentException e) {
            remarks.add(new Remark(place, name, e.getMessage() + "; ignored"));
            return Optional.empty();
        }
    }

    @Override
    public void closed(String name, int depth, String text) {}
}
