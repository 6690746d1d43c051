package io.switchhook.phone;

import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.KeyType;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.ua.SubscriptionClient;
import io.switchhook.sip.ua.SubscriptionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a phone subscribes to as long as it is on: its registrations (RFC 3680), its voice mail (RFC 3842), and the lines
/// behind its BLF keys (RFC 4235). For the phone's shard.
final class Watching {
    private static final Event MESSAGES = Event.of("message-summary");
    private static final List<MediaType> SUMMARY =
            List.of(MediaType.of("application", "simple-message-summary"));

    private final Chassis phone;
    private final Map<Key, WatchedLine> watched = new LinkedHashMap<>();
    private final Map<Key, LampState> lamps = new ConcurrentHashMap<>();
    private final List<SubscriptionClient> subscriptions = new ArrayList<>();
    private final List<Line> begun = new ArrayList<>();

    Watching(Chassis phone) {
        this.phone = phone;
    }

    /// Thread-safe.
    Map<Key, LampState> lamps() {
        return Map.copyOf(lamps);
    }

    Optional<WatchedLine> watched(Key key) {
        return Optional.ofNullable(watched.get(key));
    }

    /// The line of that name or number, if a key watches it.
    Optional<WatchedLine> watched(String line) {
        return watched.entrySet().stream()
                .filter(it -> it.getKey().value().equals(line))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// An account is registered: now a server will listen. Does nothing a second time.
    void begin(Line line) {
        if (begun.contains(line)) return;
        begun.add(line);
        if (line.settings().registration().subscribesToIt()) watchRegistration(line);
        if (line.settings().subscriptions().mwi()) watchMessages(line);
        for (var key : phone.settings().keys())
            if (key.type() == KeyType.BLF
                    && !key.value().isEmpty()
                    && phone.accounts().of(key).equals(Optional.of(line))) watch(line, key);
    }

    private void watchRegistration(Line line) {
        var own = new OwnRegistration(phone, line);
        subscriptions.add(phone.agent().subscribe(line.user(), own.settings(), own));
    }

    private void watch(Line line, Key key) {
        var watching =
                new WatchedLine(state -> {
                    lamps.put(key, state);
                    phone.tell(new PhoneEvent.Lamp(key, key.value(), state));
                });
        try {
            var resource = line.target(key.value());
            var expires = line.settings().subscriptions().blfExpires();
            watched.put(key, watching);
            subscriptions.add(
                    phone.agent()
                            .subscribe(
                                    line.user(),
                                    WatchedLine.settings(resource, expires),
                                    watching));
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem(key.value() + " cannot be watched: no address"));
        }
    }

    private void watchMessages(Line line) {
        var settings = line.settings().subscriptions();
        var mailbox = settings.voiceMail().filter(_ -> settings.mwiAtVoiceMail());
        try {
            var resource =
                    mailbox.isPresent() ? line.target(mailbox.get()) : line.user().address().uri();
            subscriptions.add(
                    phone.agent()
                            .subscribe(
                                    line.user(),
                                    SubscriptionSettings.to(
                                            resource, MESSAGES, SUMMARY, settings.mwiExpires()),
                                    new Mailbox(line)));
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem("the voice mail " + mailbox + " is no address"));
        }
    }

    private final class Mailbox implements SubscriptionClient.Listener {
        private final Line line;

        Mailbox(Line line) {
            this.line = line;
        }

        @Override
        public void notified(Request notify) {
            MessageSummary.of(notify.body())
                    .ifPresent(summary -> phone.tell(summary.event(line.number())));
        }

        @Override
        public void lost(String why, Optional<Duration> retry) {
            String when = retry.map(it -> "; tried again in " + it.toSeconds() + " s").orElse("");
            phone.tell(
                    new PhoneEvent.Problem(
                            "nothing is told of the voice mail of account "
                                    + line.number()
                                    + ": "
                                    + why
                                    + when));
        }

        @Override
        public void unsubscribed() {}
    }

    /// Ends all subscriptions.
    void end() {
        for (var subscription : subscriptions) subscription.stop();
        subscriptions.clear();
        begun.clear();
    }
}
