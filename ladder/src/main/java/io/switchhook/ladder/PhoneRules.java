package io.switchhook.ladder;

import static io.switchhook.ladder.Rule.fault;
import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.ok;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Evidence.Turn;
import io.switchhook.ladder.Remark.Canceled;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Forwarded;
import io.switchhook.ladder.Remark.Redirected;
import io.switchhook.ladder.Remark.TimedOut;
import io.switchhook.sip.header.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What phones answered, and the people at them.
final class PhoneRules {
    private PhoneRules() {}

    static final List<Rule> TABLE =
            List.of(
                    fault(
                            "encryption-of-one-side",
                            when(
                                    it -> it.failedWith(488, 606, 415) && isAboutEncryption(it),
                                    it ->
                                            isOfferSecure(it)
                                                    ? it.caller()
                                                            + " wants encrypted sound (SRTP), and "
                                                            + it.callee()
                                                            + " does not"
                                                    : it.callee()
                                                            + " wants encrypted sound (SRTP), and "
                                                            + it.caller()
                                                            + " does not"),
                            "Set SRTP at both phones alike; 'optional' suits all."),
                    fault(
                            "no-common-codec",
                            when(
                                    it -> it.failedWith(488, 606, 415),
                                    it ->
                                            it.callee()
                                                    + " can do none of the codecs that "
                                                    + it.caller()
                                                    + " offers: "
                                                    + offered(it)),
                            "Enable PCMA or PCMU at both phones."),
                    fault(
                            "unsupported-extension",
                            when(
                                    it -> it.failedWith(420, 421),
                                    it ->
                                            "an extension is required that one side cannot do: "
                                                    + extensions(it)),
                            "Switch it off, or to 'supported', at the phone that requires it."),
                    fault(
                            "registered-elsewhere",
                            when(
                                    it -> it.failedWith(404) && it.isVerdictOfPhone(),
                                    it ->
                                            "who is at the address of "
                                                    + it.callee()
                                                    + " knows nobody of that name: another phone has got the address, or another account"),
                            "Restart the phone of the user that was called, so that it registers anew."),
                    hint(
                            "do-not-disturb",
                            PhoneRules::disturbed,
                            "Switch it off at the phone, if that was not meant."),
                    hint(
                            "forward-failed",
                            when(
                                    it ->
                                            it.failed()
                                                    && it.has(
                                                            Redirected.class, Redirected::followed),
                                    it ->
                                            it.callee()
                                                    + " forwards to "
                                                    + it.last(Redirected.class)
                                                            .map(one ->
                                                                    String.join(
                                                                            ", ", one.contacts()))
                                                            .orElse("others")
                                                    + ", and there it failed with "
                                                    + Statuses.phrase(it.status())),
                            "Correct the forward at the phone, or look at the phone it leads to."),
                    hint(
                            "forwarded-in-vain",
                            PhoneRules::forwardedInVain,
                            "Look at the phones of who is called last, or correct the forward: switchhook account forward USER."),
                    ok(
                            "busy",
                            when(
                                    it -> it.failedWith(486, 600) && it.isVerdictOfPhone(),
                                    it -> it.callee() + " is busy")),
                    ok(
                            "declined",
                            when(
                                    it -> it.failedWith(603, 607, 608) && it.isVerdictOfPhone(),
                                    it -> it.callee() + " declined the call")),
                    ok(
                            "caller-gave-up",
                            when(
                                    it -> it.failedWith(487) && hasCallerGivenUp(it),
                                    it ->
                                            it.caller()
                                                    + " gave up after "
                                                    + Sentence.ago(it.seconds())
                                                    + (it.rang() ? "" : ", before anything rang"))),
                    ok(
                            "nobody-answered",
                            when(
                                    it ->
                                            it.failedWith(408, 480, 487)
                                                    && it.rang()
                                                    && (it.has(
                                                                    Canceled.class,
                                                                    one ->
                                                                            one.cause()
                                                                                    == Cause
                                                                                            .NOBODY_ANSWERED)
                                                            || it.has(TimedOut.class)
                                                            || it.isVerdictOfPhone()),
                                    it -> it.callee() + " rang, and nobody answered")),
                    fault(
                            "phone-rejects",
                            when(
                                    Evidence::isVerdictOfPhone,
                                    it ->
                                            "the phone of "
                                                    + it.callee()
                                                    + " rejects it: "
                                                    + it.verdictOfPhone()
                                                            .map(PhoneRules::phrase)
                                                            .orElse("")),
                            "Look at the phone's settings for what it says."));

    private static String phrase(Turn turn) {
        var seen = turn.seen();
        String warning =
                seen.all(Header.WARNING).stream()
                        .map(it -> it.text())
                        .findFirst()
                        .map(it -> " (" + it + ")")
                        .orElse("");
        return seen.status()
                + " "
                + (seen.reasonPhrase().isEmpty()
                        ? io.switchhook.sip.message.StatusCode.of(seen.status()).reasonPhrase()
                        : seen.reasonPhrase())
                + warning;
    }

    /// All that a phone says with its answer, in small letters.
    private static String words(Turn turn) {
        var seen = turn.seen();
        return (seen.reasonPhrase()
                        + seen.all(Header.WARNING).stream()
                                .map(it -> ' ' + it.text())
                                .collect(Collectors.joining())
                        + seen.all(Header.REASON).stream()
                                .map(it -> ' ' + it.parameters().unquoted("text").orElse(""))
                                .collect(Collectors.joining()))
                .toLowerCase(Locale.ROOT);
    }

    private static boolean hasCallerGivenUp(Evidence evidence) {
        return evidence.received()
                .anyMatch(turn -> turn.lane().equals(Parties.CALLER) && turn.seen().is("CANCEL"));
    }

    /// By the server, for a person who wants it.
    private static Optional<String> forwardedInVain(Evidence evidence) {
        if (!evidence.failed() || hasCallerGivenUp(evidence)) return Optional.empty();
        return evidence.last(Forwarded.class)
                .filter(Forwarded::followed)
                .map(it ->
                        "the call was forwarded to "
                                + it.target()
                                + " because "
                                + Sentence.because(it)
                                + ", and there it failed with "
                                + Statuses.phrase(evidence.status()));
    }

    /// Many phones do not say so: they answer 480 at once.
    private static Optional<String> disturbed(Evidence evidence) {
        if (!evidence.failed()) return Optional.empty();
        var answer = evidence.verdictOfPhone();
        if (answer.filter(PhoneRules::saysDoNotDisturb).isPresent())
            return Optional.of("do not disturb is set at " + evidence.callee());
        return answer.filter(turn -> turn.seen().status() == 480 && !evidence.rang())
                .map(_ ->
                        "the phone of "
                                + evidence.callee()
                                + " does not ring, as when do not disturb is set");
    }

    private static boolean saysDoNotDisturb(Turn turn) {
        String words = words(turn);
        return words.contains("disturb") || words.contains("dnd");
    }

    private static boolean isOfferSecure(Evidence evidence) {
        return evidence.messages()
                .filter(evidence.course()::isAttempt)
                .flatMap(seen -> seen.session().stream())
                .flatMap(session -> Talk.audio(session).stream())
                .anyMatch(stream -> stream.isSecure());
    }

    private static boolean isAboutEncryption(Evidence evidence) {
        if (isOfferSecure(evidence)) return true;
        return evidence.verdictOfPhone()
                .map(PhoneRules::words)
                .filter(words ->
                        words.contains("srtp")
                                || words.contains("crypto")
                                || words.contains("encrypt")
                                || words.contains("secure"))
                .isPresent();
    }

    private static String offered(Evidence evidence) {
        return evidence.messages()
                .filter(evidence.course()::isAttempt)
                .flatMap(seen -> seen.session().stream())
                .findFirst()
                .map(Talk::describe)
                .filter(it -> !it.isEmpty())
                .orElse("nothing");
    }

    private static String extensions(Evidence evidence) {
        var unsupported =
                evidence.messages()
                        .filter(seen -> seen.status() == 420)
                        .flatMap(seen -> seen.all(Header.UNSUPPORTED).stream())
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!unsupported.isEmpty()) return unsupported;
        return evidence.messages()
                .filter(seen -> seen.status() == 421)
                .flatMap(seen -> seen.all(Header.REQUIRE).stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
