package io.switchhook.provisioning.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The files that lie in a folder. A name is compared with those that are there, and never made into a path.
///
/// @param folder which may be missing
/// @param largest in bytes; larger files are not there
public record ResourceFolder(Path folder, long largest) implements Resources {

    @Override
    public Optional<byte[]> find(String name) throws IOException {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (var files = Files.list(folder)) {
            var file =
                    files.filter(it -> it.getFileName().toString().equals(name))
                            .filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                            .findFirst();
            if (file.isEmpty() || Files.size(file.get()) > largest) return Optional.empty();
            return Optional.of(Files.readAllBytes(file.get()));
        }
    }
}
