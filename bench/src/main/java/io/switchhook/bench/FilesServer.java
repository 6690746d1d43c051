package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Switchhook as an office has it whose phones have their files from it: with digest, ladders, console, and everything on disk.
///
/// @param files where phones fetch them
record FilesServer(ServerProcess server, InetSocketAddress files) implements ContestServer {
    private static final Pattern PASSWORD = Pattern.compile("console login: .*password (\\S+) .*");

    /// @param users how many accounts it has
    /// @param phones that are adopted, with one account each
    static FilesServer start(int users, List<FilePhone> phones) throws Exception {
        var settings = new ArrayList<>(Switchhook.settings(true));
        settings.add("provisioning=http://127.0.0.1:0");
        settings.add("console=http://127.0.0.1:0");
        // the last phone of a long run is adopted as the first one is
        settings.add("limits.adoption=24h");
        var server =
                ServerProcess.start(
                        Files.createTempDirectory("switchhook-bench"),
                        "udp://127.0.0.1:0",
                        List.of(),
                        settings.toArray(String[]::new));
        try {
            var login = PASSWORD.matcher(server.nextLine());
            if (!login.matches()) throw new IOException("the server told no login of its console");
            server.importAccounts(LoadOffice.accounts(users));
            try (var client = HttpClient.newHttpClient()) {
                ConsoleLogin.of(client, server.address("console http"), login.group(1))
                        .importDevices(FilePhone.table(phones));
            }
            return new FilesServer(server, server.address("provisioning http"));
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public long process() {
        return server.process();
    }

    @Override
    public InetSocketAddress address(String transport) {
        return server.address(transport.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
