package io.switchhook.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFolderTest {
    @TempDir Path temporary = Path.of("target");

    @Test
    void files_grow_and_are_cut_renamed_and_removed() throws IOException {
        var path = temporary.resolve("bindings");
        var folder = DiskFolder.open(path);
        try (var file = folder.create("1.log")) {
            file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            file.append(ByteBuffer.wrap(new byte[] {4, 5}));
            file.force();
            file.truncate(4);
        }
        folder.force();
        folder.rename("1.log", "2.log");
        assertThat(folder.names()).containsExactly("2.log");
        try (var in = folder.read("2.log")) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3, 4);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(path.resolve("2.log"))))
                .isEqualTo("rw-------");
        folder.delete("2.log");
        folder.delete("2.log");
        assertThat(DiskFolder.open(path).names()).isEmpty();
    }
}
