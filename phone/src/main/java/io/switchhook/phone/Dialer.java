package io.switchhook.phone;

import io.switchhook.phone.settings.DialDecision;
import io.switchhook.phone.settings.DialogInfo.Dialog;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Makes calls of what a user dials, types or presses.
final class Dialer {
    /// How long a call to a feature code is left up: the server says what it has done.
    private static final Duration CODE = Duration.ofSeconds(5);

    private static final Set<Integer> BUSY = Set.of(486, 600);

    private record Dialed(int account, String number, int tries) {}

    private final Chassis phone;
    private volatile Optional<Dialed> last = Optional.empty();
    private volatile Optional<Dialed> caller = Optional.empty();

    // On the phone's shard

    private final Map<CallLeg, Dialed> dialed = new HashMap<>();
    private final BusyLine busy;

    Dialer(Chassis phone) {
        this.phone = phone;
        busy = new BusyLine(phone);
    }

    /// @throws IllegalArgumentException if it cannot be called
    Call call(int account, String number) {
        return call(new Dialed(account, number, 0));
    }

    private Call call(Dialed what) {
        var line = phone.accounts().line(what.account);
        var target = target(line, planned(what.number, what.account));
        last = Optional.of(what);
        var call = phone.ongoing().open(line, false, NameAddr.of(target));
        phone.perform(() -> {
            dialed.put(call.leg(), what);
            busy.stop();
            phone.ongoing().holdOthers(call.leg(), () -> call.leg().caller().dial(target));
        });
        return call;
    }

    /// Begins a call once the others are on hold.
    private Call begin(Line line, Uri target, Consumer<CallLeg> how) {
        var call = phone.ongoing().open(line, false, NameAddr.of(target));
        phone.perform(() -> phone.ongoing().holdOthers(call.leg(), () -> how.accept(call.leg())));
        return call;
    }

    private static Uri target(Line line, String number) {
        try {
            return line.target(number);
        } catch (MalformedValue e) {
            throw new IllegalArgumentException(number + " is no number and no address", e);
        }
    }

    private String planned(String number, int account) {
        return switch (phone.settings().dialPlan().sent(number, account)) {
            case DialDecision.Dial(var planned, _) -> planned;
            case DialDecision.Blocked(var blocked) ->
                    throw new IllegalArgumentException("the dial plan blocks " + blocked);
            case DialDecision.Wait(_) -> number;
        };
    }

    /// Calls what was called last.
    ///
    /// @throws IllegalStateException if nothing was
    Call redial() {
        var what = last.orElseThrow(() -> new IllegalStateException("nothing was called yet"));
        return call(new Dialed(what.account, what.number, 0));
    }

    /// Calls who called last.
    ///
    /// @throws IllegalStateException if nobody has
    Call returnCall() {
        return call(caller.orElseThrow(() -> new IllegalStateException("nobody has called yet")));
    }

    void called(Line line, NameAddr by) {
        caller = Optional.of(new Dialed(line.number(), by.uri().toString(), 0));
    }

    /// Tells a server something by calling a code. A call that is up goes on meanwhile.
    void code(Line line, String code) {
        Uri target;
        try {
            target = line.target(code);
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem("the code " + code + " is no number"));
            return;
        }
        var call = phone.ongoing().open(line, false, NameAddr.of(target));
        phone.perform(() -> {
            call.leg()
                    .caller()
                    .whenUp(() -> phone.ground().timers().start(CODE, call.leg()::leave));
            call.leg().caller().dial(target);
        });
    }

    /// Takes over a call that rings at somebody else's phone: by what the dialog package tells of it, else by the code for it.
    ///
    /// @throws IllegalArgumentException if there is neither
    Call pickUp(int account, String watched, String ownCode) {
        var line = phone.accounts().line(account);
        var code =
                ownCode.isEmpty()
                        ? line.settings()
                                .pickupCode()
                                .or(() -> phone.settings().features().pickupCode())
                        : Optional.of(ownCode);
        boolean byDialog = line.settings().picksUpByDialog();
        if (!byDialog && code.isEmpty())
            throw new IllegalArgumentException("there is no code to pick up calls with");
        var target = target(line, watched);
        return begin(line, target, call -> pickUp(call, watched, code, byDialog));
    }

    private void pickUp(CallLeg call, String watched, Optional<String> code, boolean byDialog) {
        var ringing = phone.watching().watched(watched).flatMap(WatchedLine::ringing);
        try {
            if (byDialog && ringing.isPresent()) takeOver(call, ringing.get(), watched);
            else if (code.isPresent()) call.caller().dial(call.line().target(code.get() + watched));
            else call.giveUp("nothing rings at " + watched);
        } catch (MalformedValue e) {
            call.giveUp(watched + " cannot be picked up: " + e.getMessage());
        }
    }

    /// RFC 3891: the caller's own dialog is replaced, its tags as seen from there.
    private static void takeOver(CallLeg call, Dialog dialog, String watched) {
        var target =
                dialog.remote().isEmpty()
                        ? call.line().target(watched)
                        : Uri.parse(dialog.remote());
        var replaces =
                Replaces.of(new CallId(dialog.callId()), dialog.remoteTag(), dialog.localTag());
        call.caller().dial(target, h -> h.add(Header.REPLACES, replaces));
    }

    /// Takes over a call that rings in this phone's group.
    ///
    /// @throws IllegalArgumentException if there is no code for it
    Call pickUpGroup(int account) {
        var line = phone.accounts().line(account);
        var code =
                line.settings()
                        .groupPickupCode()
                        .or(() -> phone.settings().features().groupPickupCode())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "there is no code to pick up calls of the group with"));
        return unplanned(account, code);
    }

    /// @throws IllegalArgumentException if the account has none
    Call voiceMail(int account) {
        var number =
                phone.accounts()
                        .line(account)
                        .settings()
                        .subscriptions()
                        .voiceMail()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "account " + account + " has no voice mail"));
        return unplanned(account, number);
    }

    /// A call that the other end is asked to answer by itself.
    Call intercom(int account, String number) {
        var line = phone.accounts().line(account);
        var target = target(line, number);
        var asking =
                target instanceof SipUri sip
                        ? sip.withParameters(sip.parameters().with("intercom", "true"))
                        : target;
        return begin(line, target, call -> call.caller().dial(asking));
    }

    /// Calls a number that is no user's: the dial plan does not apply.
    private Call unplanned(int account, String number) {
        var line = phone.accounts().line(account);
        var target = target(line, number);
        return begin(line, target, call -> call.caller().dial(target));
    }

    /// Takes the place of a call at its other end (RFC 3891).
    Call takeOver(int account, String remote, Replaces replaces) {
        var line = phone.accounts().line(account);
        var target = line.target(remote);
        return begin(
                line,
                target,
                call -> call.caller().dial(target, h -> h.add(Header.REPLACES, replaces)));
    }

    /// Calls, and tells the user if that cannot be. On the shard.
    void attempt(int account, String number) {
        attempt(new Dialed(account, number, 0));
    }

    /// On the shard, where nobody catches.
    private void attempt(Dialed what) {
        try {
            call(what);
        } catch (IllegalArgumentException | IllegalStateException e) {
            phone.tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
        }
    }

    // When a call is over. On the shard

    void ended(CallLeg call, int status) {
        var what = dialed.remove(call);
        if (what == null || !BUSY.contains(status)) return;
        var redial = phone.settings().features().autoRedial();
        if (redial.enabled() && what.tries < redial.times())
            phone.ground().timers().start(redial.interval(), () -> tryAgain(what));
        if (phone.settings().features().callCompletion()) await(call.line(), what);
    }

    /// Unless the user has done something else since.
    private void tryAgain(Dialed what) {
        boolean isLast = last.equals(Optional.of(what));
        if (isLast && phone.ongoing().all().isEmpty())
            attempt(new Dialed(what.account, what.number, what.tries + 1));
    }

    private void await(Line line, Dialed what) {
        try {
            var target = line.target(planned(what.number, what.account));
            busy.await(line, target, what.number);
        } catch (MalformedValue | IllegalArgumentException e) {
            busy.stop();
        }
    }
}
