package io.switchhook.server;

import io.switchhook.console.NowView;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Timeline;
import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.registrar.Binding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// SIP floors without SIP.
final class Fake implements SipServer {
    final Surroundings surroundings;
    final List<String> told = new ArrayList<>();
    final List<RegistrationLine> registered = new ArrayList<>();
    final Recorder recorder = new Recorder(1 << 20, 1, System::nanoTime);
    private final Bans bans = new Bans(10, Duration.ofHours(1), System::nanoTime);

    Fake(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<ListenAddress> addresses() {
        return surroundings.configuration().listen();
    }

    @Override
    public void registrations(String user, Consumer<RegistrationLine> reader) {
        registered.stream()
                .filter(line -> user.isEmpty() || line.user().equals(user))
                .forEach(reader);
    }

    @Override
    public List<Binding> bindings(String user) {
        return List.of();
    }

    @Override
    public void tell(Binding phone, Event event, Consumer<Response> answered) {
        told.add("tell " + event.type());
    }

    @Override
    public List<String> reload(Configuration fresh) {
        told.add("reload");
        return List.of();
    }

    @Override
    public NowView.Figures figures() {
        int accounts = surroundings.directory().size();
        return new NowView.Figures(accounts, registered.size(), 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public Ladders ladders() {
        return new Ladders(
                recorder, new Timeline(System.nanoTime(), Instant.now()), System::nanoTime);
    }

    @Override
    public Bans bans() {
        return bans;
    }

    @Override
    public Reputation reputation() {
        return new Reputation(
                AdmissionSettings.DEFAULT,
                bans,
                new AdmissionCounters(),
                InstantSource.system(),
                System::nanoTime,
                Recorder.NONE);
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
