package io.switchhook.server;

import io.switchhook.server.Tree.Entry;
import io.switchhook.server.Tree.Items;
import io.switchhook.server.Tree.Scalar;
import io.switchhook.server.Tree.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a configuration comes from; it can be read again.
///
/// @param file empty for defaults only
/// @param data overrides the data folder
/// @param settings `KEY=VALUE`, which override the file; a key given several times is a list
record ConfigurationSource(Optional<Path> file, Optional<Path> data, List<String> settings) {
    private static final long LARGEST = 64 * 1024 * 1024;

    static final ConfigurationSource DEFAULTS =
            new ConfigurationSource(Optional.empty(), Optional.empty(), List.of());

    Configuration read() throws ConfigurationException {
        var faults = new Faults();
        var section = overridden(fromFile(faults), faults);
        var folder =
                file.map(Path::toAbsolutePath)
                        .map(Path::getParent)
                        .orElseGet(() -> Path.of("").toAbsolutePath());
        var configuration = new ConfigurationReader(section, folder, faults).read();
        faults.complain();
        return configuration;
    }

    private Section fromFile(Faults faults) {
        if (file.isEmpty()) return new Section(Place.option("defaults"), List.of());
        var path = file.get();
        var nothing = new Section(new Place(path.toString(), 1), List.of());
        try {
            if (Files.isDirectory(path)) {
                faults.add(Place.option(path.toString()), "is a folder, not a file");
                return nothing;
            }
            if (Files.size(path) > LARGEST) {
                faults.add(Place.option(path.toString()), "is larger than 64 MiB");
                return nothing;
            }
            return YamlSource.file(path.toString(), Files.readString(path), faults);
        } catch (NoSuchFileException e) {
            faults.add(Place.option(path.toString()), "there is no such file");
        } catch (CharacterCodingException e) {
            faults.add(Place.option(path.toString()), "is not in UTF-8");
        } catch (IOException e) {
            faults.add(Place.option(path.toString()), "cannot be read: " + Reasons.of(e));
        }
        return nothing;
    }

    private Section overridden(Section section, Faults faults) {
        var given = new Section(section.place(), List.of());
        for (var setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                faults.add(
                        Place.option("--set " + setting),
                        "expected KEY=VALUE, such as --set log.level=debug");
                continue;
            }
            String key = setting.substring(0, equals).strip();
            var value = YamlSource.value("--set " + key, setting.substring(equals + 1), faults);
            given = put(given, List.of(key.split("\\.", -1)), value, true);
        }
        var merged = merged(section, given);
        if (data.isEmpty()) return merged;
        var place = Place.option("--data");
        var folder = new Scalar(place, data.get().toAbsolutePath().toString(), true);
        return merged.with(new Entry(place, "data", folder));
    }

    /// @param joining whether a second value for a key makes a list of both
    private static Section put(Section section, List<String> path, Tree value, boolean joining) {
        String key = path.getFirst();
        var old = section.entry(key).map(Entry::value);
        Tree fresh = value;
        if (path.size() > 1) {
            var below =
                    old.filter(Section.class::isInstance)
                            .map(Section.class::cast)
                            .orElseGet(() -> new Section(value.place(), List.of()));
            fresh = put(below, path.subList(1, path.size()), value, joining);
        } else if (joining && old.isPresent() && !(value instanceof Section)) {
            fresh = joined(old.get(), value);
        }
        return section.with(new Entry(value.place(), key, fresh));
    }

    private static Items joined(Tree first, Tree second) {
        var items = new ArrayList<Tree>();
        for (var tree : List.of(first, second)) {
            if (tree instanceof Items several) items.addAll(several.items());
            else items.add(tree);
        }
        return new Items(second.place(), items);
    }

    private static Section merged(Section below, Section above) {
        var merged = below;
        for (var entry : above.entries()) {
            var old = below.entry(entry.key()).map(Entry::value);
            if (old.isPresent()
                    && old.get() instanceof Section one
                    && entry.value() instanceof Section other)
                merged = merged.with(new Entry(entry.place(), entry.key(), merged(one, other)));
            else merged = merged.with(entry);
        }
        return merged;
    }
}
