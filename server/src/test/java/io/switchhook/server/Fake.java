package io.switchhook.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// SIP floors without SIP.
final class Fake implements SipServer {
    final Surroundings surroundings;
    final List<String> told = new ArrayList<>();

    Fake(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<ListenAddress> addresses() {
        return surroundings.configuration().listen();
    }

    @Override
    public List<String> reload(Configuration fresh) {
        told.add("reload");
        return List.of();
    }

    @Override
    public void drain(Duration limit) {
        told.add("drain " + limit);
    }

    @Override
    public void close() {
        told.add("close");
    }
}
