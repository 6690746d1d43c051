package io.switchhook.bench;

import java.util.List;

/// What TLS costs a whole server, which runs as a process of its own: `./switchhook bench tls memory` and
/// `./switchhook bench tls peers`.
public final class TlsBench {
    private TlsBench() {}

    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        String what = words.isEmpty() ? "" : words.getFirst();
        int number = words.size() > 1 ? Integer.parseInt(words.get(1)) : 0;
        switch (what) {
            case "memory" -> IdleFlows.measure(number > 0 ? number : 10_000);
            case "peers" -> RegisterTimes.measure(number > 0 ? number : 20);
            case "bad-peers" -> BadPeers.run(number);
            default -> {
                System.err.println(
                        "usage: ./switchhook bench tls memory [FLOWS] | peers [SECONDS]");
                System.exit(2);
            }
        }
    }
}
