package io.switchhook.phone;

import io.switchhook.phone.settings.AutoAnswer;
import io.switchhook.phone.settings.Features;
import io.switchhook.phone.settings.Forward;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What becomes of a call that comes in, before anybody hears it ring.
sealed interface Reception {
    /// RFC 5079.
    StatusCode ANONYMITY_DISALLOWED = StatusCode.of(433);

    StatusCode BUSY_HERE = StatusCode.of(486);

    /// It rings, and is forwarded after a while if that is on.
    record Ring() implements Reception {}

    /// It is answered by itself.
    ///
    /// @param muted whether this side is silent then
    record Answer(Duration after, boolean muted) implements Reception {}

    /// @param why for the user
    record TurnAway(StatusCode status, String why) implements Reception {}

    /// It is redirected.
    record Divert(String target, Diversion why) implements Reception {}

    /// Why a call goes elsewhere; RFC 5806 §5 has the words.
    enum Diversion {
        UNCONDITIONAL("unconditional", "always forward"),
        USER_BUSY("user-busy", "busy forward"),
        NO_ANSWER("no-answer", "no answer forward");

        private final String word;
        private final String text;

        Diversion(String word, String text) {
            this.word = word;
            this.text = text;
        }

        /// The `reason` of a Diversion header field.
        String word() {
            return word;
        }

        String text() {
            return text;
        }
    }

    /// In the order of the makers' guides: who is not welcome at all, who is sent elsewhere, who finds the line busy, who is
    /// let in at once, and everybody else.
    ///
    /// @param busy whether there is a call already
    static Reception of(
            Request invite, Line line, Features features, Preferences user, boolean busy) {
        var headers = invite.headers();
        var account = line.preferences();
        if (account.rejectsAnonymous() && isAnonymous(headers))
            return new TurnAway(ANONYMITY_DISALLOWED, "anonymous call");
        boolean quiet = user.doNotDisturb() || account.doNotDisturb();
        if (quiet && !features.doNotDisturb().exceptions().contains(caller(headers)))
            return new TurnAway(StatusCode.of(features.doNotDisturb().status()), "do not disturb");
        var always =
                active(account.forwarding().always()).or(() -> active(user.forwarding().always()));
        if (always.isPresent()) return new Divert(always.get(), Diversion.UNCONDITIONAL);
        if (user.offHook() || busy && !user.callWaiting()) {
            var elsewhere = whenBusy(account, user);
            return elsewhere.isPresent()
                    ? new Divert(elsewhere.get(), Diversion.USER_BUSY)
                    : new TurnAway(BUSY_HERE, "busy");
        }
        var intercom = features.intercom();
        if (!busy && line.settings().answersByItself()) return new Answer(Duration.ZERO, false);
        if (!intercom.allowed() || busy && !intercom.barges()) return new Ring();
        return AutoAnswer.asked(
                        texts(headers, Known.ALERT_INFO),
                        texts(headers, Known.CALL_INFO),
                        List.of(invite.uri().toString(), headers.require(Header.TO).toString()))
                .<Reception>map(after -> new Answer(after, intercom.muted()))
                .orElseGet(Ring::new);
    }

    /// Where calls go while the line is busy, or the user refuses them.
    static Optional<String> whenBusy(AccountPreferences account, Preferences user) {
        return active(account.forwarding().busy()).or(() -> active(user.forwarding().busy()));
    }

    /// Where calls go that nobody answers.
    static Optional<String> whenNotAnswered(AccountPreferences account, Preferences user) {
        return active(account.forwarding().noAnswer())
                .or(() -> active(user.forwarding().noAnswer()));
    }

    /// After how long.
    static Duration noAnswerAfter(AccountPreferences account, Preferences user) {
        var own = account.forwarding();
        return own.noAnswer().enabled() ? own.noAnswerAfter() : user.forwarding().noAnswerAfter();
    }

    private static Optional<String> active(Forward forward) {
        return forward.enabled() ? forward.target() : Optional.empty();
    }

    /// RFC 3323 §4.1.1.3, RFC 3325 §9.1.
    private static boolean isAnonymous(Headers headers) {
        var from = headers.require(Header.FROM);
        return from.sipUri().map(SipUri::host).orElse("").equals("anonymous.invalid")
                || from.displayName().equalsIgnoreCase("anonymous");
    }

    private static String caller(Headers headers) {
        Uri uri = headers.require(Header.FROM).uri();
        return uri instanceof SipUri sip ? sip.decodedUser() : uri.toString();
    }

    private static List<String> texts(Headers headers, Known name) {
        return headers.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(field -> field.text())
                .toList();
    }
}
