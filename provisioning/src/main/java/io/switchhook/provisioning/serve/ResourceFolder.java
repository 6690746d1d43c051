package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.model.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The files that lie in a folder. A name is compared with those that are there, and never made into a path but by who puts a file
/// in place, whose name was judged before.
///
/// @param folder which may be missing
/// @param largest in bytes; larger files are not there
public record ResourceFolder(Path folder, long largest) implements Resources {

    /// A file of the folder.
    public record Entry(String name, long bytes, Instant changed) {}

    @Override
    public Optional<byte[]> find(String name) throws IOException {
        var file = path(name);
        if (file.isEmpty() || Files.size(file.get()) > largest) return Optional.empty();
        return Optional.of(Files.readAllBytes(file.get()));
    }

    private Optional<Path> path(String name) throws IOException {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (var files = Files.list(folder)) {
            return files.filter(it -> name(it).equals(name))
                    .filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                    .findFirst();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// All files that phones can ask for, by name; those that are too large too.
    public List<Entry> entries() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        var entries = new ArrayList<Entry>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList())
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && FileName.FORM.matcher(name(file)).matches())
                    entries.add(
                            new Entry(
                                    name(file),
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toInstant()));
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    /// Why a file cannot have a name, if it cannot.
    public static Optional<String> fault(String name, ModelCatalog catalog) {
        return FileName.of(name, catalog)
                .map(its ->
                        switch (its) {
                            case FileName.Resource _ -> Optional.<String>empty();
                            case FileName.Common _,
                                    FileName.CommonBoot _,
                                    FileName.Own _,
                                    FileName.PhoneBook _ ->
                                    Optional.of("is the name of a file that is made for phones");
                        })
                .orElse(
                        Optional.of(
                                "has not 1 to 64 letters, digits, dots, hyphens and underscores,"
                                        + " or begins with a dot"));
    }

    /// Puts a file in place at once, or not at all.
    ///
    /// @param name in which [#fault] finds nothing
    public void put(String name, byte[] bytes, ModelCatalog catalog) throws IOException {
        if (fault(name, catalog).isPresent()) throw new IllegalArgumentException(name);
        Files.createDirectories(folder);
        var draft = Files.createTempFile(folder, ".", ".new");
        try {
            Files.write(draft, bytes);
            Files.move(
                    draft,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// @return whether there was such a file
    public boolean remove(String name) throws IOException {
        var file = path(name);
        if (file.isEmpty()) return false;
        Files.delete(file.get());
        return true;
    }
}
