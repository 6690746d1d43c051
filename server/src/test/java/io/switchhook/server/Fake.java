package io.switchhook.server;

import io.switchhook.pbx.admission.Bans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// SIP floors without SIP.
final class Fake implements SipServer {
    final Surroundings surroundings;
    final List<String> told = new ArrayList<>();
    private final Bans bans = new Bans(10, Duration.ofHours(1), System::nanoTime);

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
    public Bans bans() {
        return bans;
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
