package io.switchhook.provisioning.serve;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is installed.
final class Programs {
    private Programs() {}

    /// Where continuous integration runs, all of them are.
    static boolean has(String name) {
        for (var folder : System.getenv("PATH").split(File.pathSeparator))
            if (Files.isExecutable(Path.of(folder, name))) return true;
        if ("true".equals(System.getenv("CI")))
            throw new IllegalStateException(name + " is not installed");
        return false;
    }
}
