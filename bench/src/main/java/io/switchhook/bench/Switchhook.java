package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Switchhook, with its defaults or with something changed.
///
/// @param name in tables
/// @param variant what is changed
/// @param more further settings, as for `--set`
record Switchhook(String name, Variant variant, List<String> more) implements Contender {
    /// A load comes from one address, in which no office looks like it: the budgets count, and never end.
    private static final List<String> SETTINGS =
            List.of(
                    "domains=" + LoadOffice.DOMAIN,
                    "algorithms=MD5",
                    "limits.sourceRate=1000000",
                    "limits.sourceBurst=1000000",
                    "limits.accountRate=1000000",
                    "limits.accountBurst=1000000");

    static Switchhook of(Variant variant) {
        return new Switchhook(variant.label(), variant, List.of());
    }

    /// As it is by default but for some settings, as for `--set`.
    static Switchhook with(String name, String... settings) {
        return new Switchhook(name, Variant.SWITCHHOOK, List.of(settings));
    }

    /// What it has to have for phones of a load.
    ///
    /// @param digest whether these prove who they are
    static List<String> settings(boolean digest) {
        var settings = new ArrayList<>(SETTINGS);
        settings.add("authentication=" + (digest ? "digest" : "none"));
        return settings;
    }

    @Override
    public ContestServer start(Load load, int users) throws Exception {
        var settings = new ArrayList<>(settings(load.needs().digest()));
        settings.addAll(variant.settings());
        settings.addAll(more);
        boolean streams = !load.needs().transport().equals("UDP");
        String listen =
                "udp://127.0.0.1:0" + (streams ? ",tcp://127.0.0.1:0,tls://127.0.0.1:0" : "");
        var folder = Files.createTempDirectory(variant.parent(), "switchhook-bench");
        var server =
                ServerProcess.start(
                        folder, listen, variant.options(), settings.toArray(String[]::new));
        try {
            if (load.needs().digest()) server.importAccounts(LoadOffice.accounts(users));
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new Running(server, folder);
    }

    private record Running(ServerProcess server, Path folder) implements ContestServer {
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
}
