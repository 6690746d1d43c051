package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A configuration file of the server under test. Passwords are `pw-` and the user's name.
final class Config {
    static final String DOMAIN = "office.test";

    private final List<String> domains = new ArrayList<>(List.of(DOMAIN));
    private final List<String> listen = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> more = new ArrayList<>();
    private String console = "none";

    static String password(String user) {
        return "pw-" + user;
    }

    Config domain(String name) {
        domains.set(0, name);
        return this;
    }

    /// @param scheme `udp`, `tcp`, `tls`, `ws` or `wss`
    Config listen(String scheme, String host, int port) {
        listen.add(scheme + "://" + host + ":" + port);
        return this;
    }

    Config console(int port) {
        console = "http://127.0.0.1:" + port;
        return this;
    }

    Config secureConsole(int port) {
        console = "https://127.0.0.1:" + port;
        return this;
    }

    Config account(String user) {
        users.add(user);
        return this;
    }

    Config line(String yaml) {
        more.add(yaml);
        return this;
    }

    Config certificate(Certificate certificate) {
        return line(
                "tls: { certificate: %s, key: %s }"
                        .formatted(certificate.certificate(), certificate.key()));
    }

    String text() {
        var yaml = new StringBuilder("domains: " + domains + "\nlisten:\n");
        listen.forEach(uri -> yaml.append("  - ").append(uri).append('\n'));
        yaml.append("console: ").append(console).append('\n');
        more.forEach(line -> yaml.append(line).append('\n'));
        if (!users.isEmpty()) {
            yaml.append("accounts:\n");
        }
        users.forEach(user ->
                yaml.append(
                        "  - { user: \"%s\", password: \"%s\" }\n"
                                .formatted(user, password(user))));
        return yaml.toString();
    }

    Path writeTo(Path file) {
        try {
            return Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
