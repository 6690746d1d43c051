package io.switchhook.phone;

import io.switchhook.phone.settings.RegistrationInfo;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.ua.SubscriptionClient;
import io.switchhook.sip.ua.SubscriptionSettings;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hears what a server does with the registration of an account, and registers again where that helps: RFC 3680. For the
/// phone's shard.
final class OwnRegistration implements SubscriptionClient.Listener {
    private static final Event EVENT = Event.of("reg");
    private static final List<MediaType> ACCEPT =
            List.of(MediaType.of("application", "reginfo+xml"));

    /// §4.4 has it.
    private static final Duration EXPIRES = Duration.ofSeconds(3761);

    /// Between two registrations, so that a server which ends each of them is not asked in a circle.
    private static final Duration REST = Duration.ofSeconds(30);

    private final Chassis phone;
    private final Line line;
    private boolean resting;
    private Timers.@Nullable Handle next;

    OwnRegistration(Chassis phone, Line line) {
        this.phone = phone;
        this.line = line;
    }

    SubscriptionSettings settings() {
        return SubscriptionSettings.to(line.user().address().uri(), EVENT, ACCEPT, EXPIRES);
    }

    @Override
    public void notified(Request notify) {
        if (notify.body().isEmpty()) return;
        try {
            for (var contact : RegistrationInfo.read(notify.body().toByteArray()).contacts())
                if (isOurs(contact.uri())) happened(contact);
        } catch (UnusableFile e) {
            phone.tell(new PhoneEvent.Problem("what is told of a registration: " + e.getMessage()));
        }
    }

    private boolean isOurs(String uri) {
        try {
            return line.user().contact() instanceof Contact.Address(var own)
                    && own.uri().equals(Uri.parse(uri));
        } catch (MalformedValue e) {
            return false;
        }
    }

    /// §4.7.1.
    private void happened(RegistrationInfo.Contact contact) {
        switch (contact.event()) {
            case SHORTENED, DEACTIVATED -> again(Duration.ZERO);
            case PROBATION -> again(contact.retry());
            case REJECTED ->
                    phone.tell(
                            new PhoneEvent.Problem(
                                    "the server has ended the registration of account "
                                            + line.number()
                                            + " for good"));
            case OTHER -> {}
        }
    }

    private void again(Duration wait) {
        if (next != null) return;
        boolean isTooSoon = resting && wait.compareTo(REST) < 0;
        next = phone.ground().timers().start(isTooSoon ? REST : wait, this::register);
    }

    private void register() {
        next = null;
        if (!line.isRegistered()) return;
        resting = true;
        phone.ground().timers().start(REST, () -> resting = false);
        line.register();
    }

    @Override
    public void lost(String why, Optional<Duration> retry) {
        forget();
    }

    @Override
    public void unsubscribed() {
        forget();
    }

    private void forget() {
        if (next != null) next.cancel();
        next = null;
    }
}
