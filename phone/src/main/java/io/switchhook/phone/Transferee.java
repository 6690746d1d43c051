package io.switchhook.phone;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.ua.Referral;
import java.time.Duration;
import java.util.Optional;

/// Who is handed on (RFC 5589 §2): calls whom a REFER names, reports what becomes of it, and leaves the call that the REFER came
/// in. On the phone's shard.
final class Transferee {
    /// So that who hands a call on can leave first, as the guides draw it.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration END = Duration.ofSeconds(2);

    private final Chassis phone;
    private final CallLeg call;

    /// @param call that is handed on
    Transferee(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    /// RFC 3515 §2.4.
    void referred(ServerTransaction transaction) {
        var referral = referral(transaction);
        var target = referral.flatMap(it -> ReferTarget.of(it.target()));
        if (referral.isEmpty() || target.isEmpty()) {
            phone.inquiries().respond(transaction, StatusCode.BAD_REQUEST);
            return;
        }
        var asked = referral.get();
        asked.accept();
        call.afterwards(PAUSE, () -> follow(asked, target.get()));
    }

    private Optional<Referral> referral(ServerTransaction transaction) {
        var session = call.session();
        try {
            return session == null ? Optional.empty() : Referral.of(session, transaction);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    private void follow(Referral asked, ReferTarget target) {
        CallLeg next;
        try {
            next = phone.ongoing().open(call.line(), false, NameAddr.of(target.uri())).leg();
        } catch (IllegalStateException e) {
            asked.notify(StatusCode.SERVICE_UNAVAILABLE);
            return;
        }
        next.caller()
                .dial(
                        target.uri(),
                        h -> {
                            target.replaces().ifPresent(it -> h.add(Header.REPLACES, it));
                            asked.referredBy().ifPresent(it -> h.add(Header.REFERRED_BY, it));
                            return h;
                        },
                        asked);
        next.caller().whenUp(() -> phone.ground().timers().start(END, call::leave));
    }
}
