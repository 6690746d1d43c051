package io.switchhook.callflow;

import io.switchhook.phone.Account;
import io.switchhook.phone.Call;
import io.switchhook.phone.Call.State;
import io.switchhook.phone.CallFacts;
import io.switchhook.phone.ForwardKind;
import io.switchhook.phone.Phone;
import io.switchhook.phone.PhoneEvent;
import io.switchhook.phone.Site;
import io.switchhook.phone.Wiretap;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// One of the three phones of a flow: an [Actor] with a phone of ours.
final class Handset implements Actor {
    private static final Duration BEGINNING = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int FORWARD_UNITS = 1;
    private static final int STRANGERS = 100;

    private final Site site;
    private final Party party;
    private final Capture capture;
    private final Profile profile;

    /// The account of each number.
    private final Function<String, Account> accounts;

    private final String number;
    private final Function<String, Optional<Handset>> others;
    private final Phone phone;

    /// The calls, by Call-ID, of people who are not in the play.
    private final Set<String> strangers =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > STRANGERS;
                        }
                    });

    /// Phones that registered as somebody else for one flow.
    private final List<Phone> guests = new ArrayList<>();

    private volatile String unregistered = "no answer";
    private volatile boolean refused;
    private volatile boolean isMissing;

    /// @param accounts by number
    /// @param others finds the phone of a number
    /// @throws IOException if there is no port left
    Handset(
            Site site,
            Party party,
            Capture capture,
            Profile profile,
            Function<String, Account> accounts,
            String number,
            Function<String, Optional<Handset>> others)
            throws IOException {
        this.site = site;
        this.party = party;
        this.capture = capture;
        this.profile = profile;
        this.accounts = accounts;
        this.number = number;
        this.others = others;
        phone = phone(number);
    }

    private Phone phone(String as) throws IOException {
        var account =
                accounts.apply(as)
                        .with("forward.no_answer.timeout", Integer.toString(FORWARD_UNITS));
        return site.phone(account.settings(profile), this::happened, tap());
    }

    private Wiretap tap() {
        return new Wiretap() {
            @Override
            public void sent(SipMessage message, String transport, InetSocketAddress to) {
                if (isPlay(message))
                    capture.record(party, Direction.SENT, message, transport, text(to));
            }

            @Override
            public void received(SipMessage message, String transport, InetSocketAddress from) {
                if (isPlay(message))
                    capture.record(party, Direction.RECEIVED, message, transport, text(from));
            }
        };
    }

    /// Whether it belongs to the play: a call of somebody who is not in it does not. For the phones' shard.
    private boolean isPlay(SipMessage message) {
        var headers = message.headers();
        var id = headers.require(Header.CALL_ID).value();
        if (message instanceof Request request
                && request.method() == Method.INVITE
                && headers.require(Header.TO).tag().isEmpty()
                && !isKnown(headers.require(Header.FROM).uri())) strangers.add(id);
        return !strangers.contains(id);
    }

    private boolean isKnown(Uri caller) {
        return caller instanceof SipUri uri
                && (uri.decodedUser().equals(number)
                        || others.apply(uri.decodedUser()).isPresent());
    }

    private boolean isStranger(CallFacts call) {
        return call.incoming() && !isKnown(Uri.parse(call.remote()));
    }

    /// The calls of the play.
    private List<Call> calls(Phone one) {
        return one.calls().stream().filter(call -> !isStranger(call.facts())).toList();
    }

    /// Somebody who is not in the play calls: he is answered, unless the phone is at work.
    private void welcome(CallFacts stranger) {
        for (var one : phones())
            for (var call : one.calls())
                if (call.facts().number() == stranger.number() && isStranger(call.facts())) {
                    if (calls(one).isEmpty()) call.answer();
                    else call.reject();
                }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    private void happened(PhoneEvent event) {
        if (event instanceof PhoneEvent.CallChanged(var call)
                && call.state() == State.RINGING
                && isStranger(call)) welcome(call);
        if (event instanceof PhoneEvent.CallChanged(var call)
                && call.state() == State.ENDED
                && !call.incoming()
                && call.end().map(end -> end.status() >= 300).orElse(false)) refused = true;
        if (event instanceof PhoneEvent.NotRegistered(_, _, int status, var reason, _))
            unregistered = status + " " + reason;
    }

    /// Its number, and why it could not register when it last tried.
    String unregistered() {
        return number + ": " + unregistered;
    }

    Phone phone() {
        return phone;
    }

    /// That one, if it is there, or else a guest's.
    private Call call(State state, String what) {
        return find(state)
                .orElseThrow(
                        () -> new IllegalStateException("phone " + party + " has no call " + what));
    }

    private Optional<Call> find(State state) {
        for (var one : phones()) {
            var call = calls(one).reversed().stream().filter(it -> it.state() == state).findFirst();
            if (call.isPresent()) return call;
        }
        return Optional.empty();
    }

    private List<Phone> phones() {
        var all = new ArrayList<Phone>();
        all.add(phone);
        all.addAll(guests);
        return all;
    }

    @Override
    public void act(Action action, String target) {
        switch (action) {
            case CALL -> {
                refused = false;
                phone.call(target);
            }
            case ANSWER -> begun(call(State.RINGING, "that rings"), State.RINGING, Call::answer);
            case REJECT -> begun(call(State.RINGING, "that rings"), State.RINGING, Call::reject);
            case HANG_UP -> hangUp();
            case HOLD -> call(State.TALKING, "that talks").hold();
            case RESUME -> call(State.HOLDING, "on hold").resume();
            case BLIND_TRANSFER -> call(State.TALKING, "that talks").transfer(target);
            case ATTENDED_TRANSFER ->
                    call(State.HOLDING, "on hold").transferTo(call(State.TALKING, "that talks"));
            case CONFERENCE ->
                    call(State.TALKING, "that talks").conference(call(State.HOLDING, "on hold"));
            case PICK_UP -> pickUp(target);
            case FORWARD_ALWAYS -> phone.forward(ForwardKind.ALWAYS, Optional.of(target));
            case FORWARD_BUSY -> phone.forward(ForwardKind.BUSY, Optional.of(target));
            case FORWARD_NO_ANSWER -> phone.forward(ForwardKind.NO_ANSWER, Optional.of(target));
            case MUSIC -> phone.musicOnHold(1, Optional.of(target));
            case DO_NOT_DISTURB -> phone.doNotDisturb(true);
            case BUSY -> {
                phone.callWaiting(false);
                phone.offHook(true);
            }
            case REGISTER -> {
                isMissing = false;
                phone.register(1);
            }
            case UNREGISTER -> {
                isMissing = true;
                phone.unregister(1);
            }
            case REGISTER_AS -> registerAs(target);
        }
    }

    /// The situation that an action ends is over when it returns.
    private void begun(Call call, State before, Consumer<Call> action) {
        action.accept(call);
        phone.comes(BEGINNING, () -> call.state() != before);
    }

    private void hangUp() {
        for (var one : phones()) {
            int before = calls(one).size();
            if (before == 0) continue;
            one.hangUp();
            one.comes(BEGINNING, () -> calls(one).size() < before);
            return;
        }
        throw new IllegalStateException("phone " + party + " has no call");
    }

    private void pickUp(String target) {
        var ringing =
                others.apply(target)
                        .flatMap(other -> other.find(State.RINGING))
                        .orElseThrow(() -> new IllegalStateException("nothing rings at " + target));
        phone.takeOver(ringing.facts().remote(), ringing.dialogAtCaller());
    }

    private void registerAs(String target) {
        try {
            guests.add(phone(target));
        } catch (IOException e) {
            throw new IllegalStateException("no port for a second phone: " + e.getMessage(), e);
        }
    }

    /// The news of a guest wake nobody here, so it is asked for now and then.
    @Override
    public boolean await(Situation situation, Duration limit) {
        if (guests.isEmpty()) return phone.comes(limit, () -> is(situation));
        for (long i = 0; i < limit.dividedBy(GLANCE); i++)
            if (phone.comes(GLANCE, () -> is(situation))) return true;
        return is(situation);
    }

    private boolean is(Situation situation) {
        return switch (situation) {
            case IDLE -> phones().stream().allMatch(one -> calls(one).isEmpty());
            case RINGING -> find(State.RINGING).isPresent();
            case ALERTING -> find(State.ALERTING).isPresent();
            case TALKING ->
                    phones().stream()
                            .flatMap(one -> calls(one).stream())
                            .anyMatch(
                                    call -> call.state() == State.TALKING && !call.facts().held());
            case HELD ->
                    phones().stream()
                            .flatMap(one -> calls(one).stream())
                            .anyMatch(call -> call.state().isUp() && call.facts().held());
            case HOLDING -> find(State.HOLDING).isPresent();
            case REFUSED -> refused;
            case REGISTERED -> phones().stream().allMatch(Phone::isRegistered);
            case UNREGISTERED -> !phone.isRegistered();
        };
    }

    @Override
    public void say(double hertz) {
        var sound = hertz == 0 ? new Sound.Silence() : new Sound.Tone(hertz);
        for (var one : phones()) one.say(sound);
    }

    @Override
    public short[] listen(Duration length) throws InterruptedException {
        phone.comes(length, () -> false);
        int millis = Math.toIntExact(length.toMillis());
        var heard = new short[SAMPLE_RATE / 1000 * millis];
        for (var one : phones())
            for (var call : calls(one))
                if (call.state() == State.TALKING) add(samples(call, millis), heard);
        return heard;
    }

    private static short[] samples(Call call, int millis) throws InterruptedException {
        try {
            return call.heard(millis, SAMPLE_RATE).get(BEGINNING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new short[0];
        }
    }

    private static void add(short[] part, short[] sum) {
        int from = sum.length - Math.min(sum.length, part.length);
        for (int i = from; i < sum.length; i++)
            sum[i] =
                    (short)
                            Math.clamp(
                                    sum[i] + part[i - sum.length + part.length],
                                    Short.MIN_VALUE,
                                    Short.MAX_VALUE);
    }

    @Override
    public boolean reset(Duration limit) {
        for (var one : phones()) {
            for (var call : calls(one)) call.hangUp();
            if (!one.comes(limit, () -> calls(one).isEmpty())) return false;
            one.call(State.HOLDING).ifPresent(Call::resume);
        }
        guests.forEach(Phone::close);
        guests.clear();
        refused = false;
        for (var kind : ForwardKind.values()) phone.forward(kind, Optional.empty());
        phone.doNotDisturb(false);
        phone.musicOnHold(1, Optional.empty());
        phone.callWaiting(true);
        phone.offHook(false);
        if (isMissing) phone.register(1);
        isMissing = false;
        return phone.comes(limit, phone::isRegistered);
    }

    String number() {
        return number;
    }
}
