package io.switchhook.phone;

import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.DialDecision;
import io.switchhook.phone.settings.RemotePhoneBook.Person;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Privacy;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.ua.IncomingCall;
import io.switchhook.sip.ua.LocalUser;
import io.switchhook.sip.ua.Referral;
import io.switchhook.sip.ua.Session;
import io.switchhook.sip.ua.UserAgent;
import io.switchhook.sip.ua.UserAgentLimits;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A desk phone or video phone without a screen. It registers its accounts, makes calls and takes them, and behaves as its
/// settings say. Thread-safe.
public final class Phone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Phone.class);

    /// How long the methods wait whose names begin with `await`.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// So that who hands a call on can leave first, as the guides draw it.
    private static final Duration TRANSFER_PAUSE = Duration.ofMillis(500);

    private static final Duration TRANSFER_END = Duration.ofSeconds(2);
    private static final int MOST_CALLS = 16;
    private static final int LOCATED = 4;
    static final List<String> EXTENSIONS = List.of("replaces");
    private final Settings settings;
    private final Ground ground;
    private final TransactionLayer layer;
    private final UacCore uac;
    private final UserAgent agent;
    private final Identifiers identifiers;
    private final List<Line> lines;
    private final Runnable release;
    private final List<Consumer<PhoneEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> closers = new CopyOnWriteArrayList<>();
    private volatile Optional<PhoneBooks> books = Optional.empty();
    private final Object news = new Object();

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int numbers;
    private volatile Preferences preferences;
    private volatile Sound sound = new Sound.Silence();

    /// @param release gives back what the phone stands on
    Phone(Settings settings, Ground ground, Runnable release) {
        this.settings = settings;
        this.ground = ground;
        this.release = release;
        identifiers = new Identifiers(ground.random());
        preferences = Preferences.of(settings.features());
        var made = new Core[1];
        layer =
                new TransactionLayer(
                        ground.shard(),
                        ground.timers(),
                        timers(settings),
                        TransactionLimits.DEFAULT,
                        identifiers,
                        new TransactionCounters(),
                        below -> {
                            made[0] = new Core(below);
                            return made[0].agent;
                        });
        uac = made[0].uac;
        agent = made[0].agent;
        lines =
                settings.accounts().stream()
                        .filter(account -> account.enabled())
                        .map(account -> new Line(this, account, ground))
                        .toList();
    }

    /// What is built upon the transactions.
    private final class Core {
        final UacCore uac;
        final UserAgent agent;

        Core(TransactionLayer below) {
            uac =
                    new UacCore(
                            below,
                            ground.timers(),
                            ground.shard(),
                            ground.flows(),
                            ground.locator(),
                            LOCATED);
            agent =
                    new UserAgent(
                            below,
                            ground.timers(),
                            uac,
                            identifiers,
                            ground.random(),
                            new UserAgentLimits(MOST_CALLS, EXTENSIONS),
                            new Called());
        }
    }

    /// All accounts share one transaction layer: the first one that is used says how patient it is.
    private static TimerValues timers(Settings settings) {
        var timers =
                settings.accounts().stream()
                        .filter(AccountSettings::enabled)
                        .findFirst()
                        .orElse(settings.account(1))
                        .timers();
        if (!timers.t1().isPositive()) return TimerValues.DEFAULT;
        var t2 = timers.t2().compareTo(timers.t1()) < 0 ? timers.t1() : timers.t2();
        return new TimerValues(timers.t1(), t2, timers.t4());
    }

    // What a user does

    public Settings settings() {
        return settings;
    }

    /// Tells what happens from now on. Called on the phone's own thread: it must not wait.
    public void listen(Consumer<PhoneEvent> listener) {
        listeners.add(listener);
    }

    /// Registers all accounts. [Site#phone] has done so.
    public void start() {
        long longest = settings.features().registrationDelay().toMillis();
        perform(() -> {
            for (var line : lines)
                line.start(
                        ground,
                        uac,
                        identifiers,
                        Duration.ofMillis(ground.random().nextLong(longest + 1)));
        });
    }

    /// Whether every account that is used is registered.
    public boolean isRegistered() {
        return lines.stream()
                .allMatch(line ->
                        line.isRegistered()
                                || line.settings().registration().registrars().isEmpty());
    }

    /// Waits for that.
    ///
    /// @throws AssertionError if it takes longer than half a minute
    public void awaitRegistered() {
        await(PATIENCE, this::isRegistered, () -> "the accounts to be registered");
    }

    /// Calls from the first account. An active call is put on hold first.
    ///
    /// @param dialed a number, which the dial plan may change, or an address
    /// @throws IllegalArgumentException if it cannot be called: the dial plan blocks it, or it is no address
    public Call call(String dialed) {
        return call(1, dialed);
    }

    /// Calls from an account.
    ///
    /// @param account from 1
    /// @throws IllegalArgumentException if it cannot be called
    public Call call(int account, String dialed) {
        var line = line(account);
        Uri target;
        try {
            target = line.target(planned(dialed, account));
        } catch (MalformedValue e) {
            throw new IllegalArgumentException(dialed + " is no number and no address", e);
        }
        var call = opened(line, false, NameAddr.of(target));
        perform(() -> holdOthers(call, () -> call.dial(target, h -> h)));
        return call;
    }

    private String planned(String dialed, int account) {
        return switch (settings.dialPlan().sent(dialed, account)) {
            case DialDecision.Dial(var number, _) -> number;
            case DialDecision.Blocked(var number) ->
                    throw new IllegalArgumentException("the dial plan blocks " + number);
            case DialDecision.Wait(_) -> dialed;
        };
    }

    private Line line(int account) {
        return lines.stream()
                .filter(line -> line.number() == account)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("account " + account + " is not enabled"));
    }

    /// The calls that are not over, the oldest first.
    public List<Call> calls() {
        return calls.stream().filter(call -> call.state() != Call.State.ENDED).toList();
    }

    /// The newest call in a state.
    public Optional<Call> call(Call.State state) {
        return calls().reversed().stream().filter(call -> call.state() == state).findFirst();
    }

    /// Waits for a call that is in a state.
    ///
    /// @throws AssertionError if none is within half a minute
    public Call awaitCall(Call.State state) {
        await(PATIENCE, () -> call(state).isPresent(), () -> "a call to be " + state);
        return call(state).orElseThrow();
    }

    /// Takes the place of a call at its other end (RFC 3891), such as one that rings at a colleague's phone.
    ///
    /// @param remote who is called
    /// @param replaces the call there, its tags as seen from there
    public Call takeOver(String remote, Replaces replaces) {
        var line = line(1);
        var target = line.target(remote);
        var call = opened(line, false, NameAddr.of(target));
        perform(() ->
                holdOthers(call, () -> call.dial(target, h -> h.add(Header.REPLACES, replaces))));
        return call;
    }

    /// Ends a conference, or the active call, or else the newest one.
    public void hangUp() {
        perform(() -> {
            var mixed = calls().stream().filter(Call::isInConference).toList();
            if (mixed.size() == 2 && settings.features().transfers().afterConference())
                mixed.getFirst().transferTo(mixed.getLast());
            else if (!mixed.isEmpty()) mixed.forEach(Call::leave);
            else
                call(Call.State.TALKING)
                        .or(() -> calls().reversed().stream().findFirst())
                        .ifPresent(Call::leave);
        });
    }

    /// The people in this phone's contacts and phone books with a word in their names, or with a number; at most 50. Waits for
    /// servers that search by themselves.
    public List<Person> find(String wanted) {
        return books.map(it -> it.find(wanted)).orElse(List.of());
    }

    /// Refuses all calls, or no longer; tells the server too if the settings have a code for it.
    public void doNotDisturb(boolean on) {
        preferences = preferences.withDoNotDisturb(on);
        var dnd = settings.features().doNotDisturb();
        (on ? dnd.onCode() : dnd.offCode()).ifPresent(this::call);
        tell(new PhoneEvent.Switched(on ? Event.DND_ON : Event.DND_OFF));
    }

    public void callWaiting(boolean on) {
        preferences = preferences.withCallWaiting(on);
    }

    /// Lifts the receiver, or puts it back: a phone off hook is busy. With a hotline its number is called after a while.
    public void offHook(boolean off) {
        preferences = preferences.withOffHook(off);
        tell(new PhoneEvent.Switched(off ? Event.OFF_HOOK : Event.ON_HOOK));
        var hotline = settings.features().hotline();
        if (off && hotline.isPresent())
            perform(() ->
                    ground.timers()
                            .start(
                                    hotline.get().delay(),
                                    () -> {
                                        if (preferences.offHook() && calls().isEmpty())
                                            call(hotline.get().number());
                                    }));
    }

    /// Registers an account, or registers it again.
    ///
    /// @throws IllegalArgumentException if there is no such account
    public void register(int account) {
        var line = line(account);
        perform(line::register);
    }

    /// Removes the registration of an account.
    ///
    /// @throws IllegalArgumentException if there is no such account
    public void unregister(int account) {
        var line = line(account);
        perform(line::stop);
    }

    /// Forwards calls, or no longer; tells the server instead if the settings have a code for it.
    ///
    /// @param target empty to switch it off
    public void forward(ForwardKind kind, Optional<String> target) {
        var before = preferences.forward(kind);
        if (target.isPresent() && before.onCode().isPresent()) {
            call(before.onCode().get() + target.get());
        } else {
            preferences = preferences.with(kind, target);
            if (target.isEmpty()) before.offCode().ifPresent(this::call);
        }
        tell(new PhoneEvent.Switched(kind.event(target.isPresent())));
    }

    /// What is said in calls from now on, and in those that are up.
    public void say(Sound what) {
        sound = what;
        calls().forEach(call -> call.say(what));
    }

    /// Waits until something is true, asking again after whatever happens at this phone.
    ///
    /// @param what for the message
    /// @throws AssertionError if the limit passes before
    public void await(Duration limit, BooleanSupplier condition, Supplier<String> what) {
        if (!comes(limit, condition))
            throw new AssertionError(
                    "waited "
                            + limit.toSeconds()
                            + " s for "
                            + what.get()
                            + "; the calls are "
                            + calls);
    }

    /// Waits until something is true.
    ///
    /// @return whether it came true within the limit
    public boolean comes(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (news) {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) return false;
                try {
                    news.wait(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /// Ends all calls, removes the registrations, and is gone.
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        perform(() -> {
            agent.end();
            lines.forEach(Line::stop);
        });
        comes(Duration.ofSeconds(2), () -> lines.stream().noneMatch(Line::isRegistered));
        closers.forEach(Runnable::run);
        release.run();
    }

    /// Takes over what the user had switched at the phone that this one replaces, as far as files say nothing about it.
    void keep(Phone before) {
        preferences = preferences.withDoNotDisturb(before.preferences.doNotDisturb());
    }

    void know(PhoneBooks people) {
        books = Optional.of(people);
    }

    String nameOf(NameAddr remote) {
        if (!remote.displayName().isEmpty()) return remote.displayName();
        return books.flatMap(it -> it.nameOf(Line.text(remote.uri()))).orElse("");
    }

    /// Does something on the phone's thread again and again, for as long as it is on.
    void every(Duration interval, Runnable task) {
        later(
                interval,
                () -> {
                    if (closed.get()) return;
                    task.run();
                    every(interval, task);
                });
    }

    /// Does something on the phone's thread after a while.
    void later(Duration wait, Runnable task) {
        perform(() -> ground.timers().start(wait, task));
    }

    /// Does something once the phone is off, before it gives back what it stands on. May wait a little.
    void whenClosed(Runnable closer) {
        closers.add(closer);
    }

    // On the phone's shard

    void perform(Runnable task) {
        try {
            ground.shard().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a phone that is off was asked for something");
        }
    }

    void tell(PhoneEvent event) {
        for (var listener : listeners) listener.accept(event);
        synchronized (news) {
            news.notifyAll();
        }
    }

    /// The Call-ID of a call that is not over yet, or just became so; empty for none.
    String callId(int number) {
        for (var call : calls) if (call.facts().number() == number) return call.callId();
        return "";
    }

    Ground ground() {
        return ground;
    }

    UserAgent agent() {
        return agent;
    }

    MessageHandler handler() {
        return layer;
    }

    Sound sound() {
        return sound;
    }

    Preferences preferences() {
        return preferences;
    }

    /// How long a call rings before it is forwarded.
    Duration noAnswerAfter(Line line) {
        boolean isOwn = line.settings().forwarding().noAnswer().enabled();
        return isOwn
                ? line.settings().forwarding().noAnswerAfter()
                : preferences.forwarding().noAnswerAfter();
    }

    /// Who stands in From: nobody, for an account that hides its user (RFC 3323 §4.1.1.3).
    LocalUser caller(Line line) {
        var user = line.user();
        if (!line.settings().anonymity().hidesCaller()) return user;
        return user.withAddress(
                Line.named("Anonymous", Uri.parse("sip:anonymous@anonymous.invalid")));
    }

    UnaryOperator<Headers.Editor> privacy(Line line) {
        if (!line.settings().anonymity().hidesCaller()) return h -> h;
        return h ->
                h.add(Header.PRIVACY, new Privacy(List.of("id")))
                        .add(Header.P_PREFERRED_IDENTITY, line.user().address());
    }

    private Call opened(Line line, boolean incoming, NameAddr remote) {
        try {
            var call = new Call(this, line, ++numbers, incoming, remote);
            calls.add(call);
            return call;
        } catch (IOException e) {
            throw new IllegalStateException("no call is possible: " + e.getMessage(), e);
        }
    }

    void ended(Call call) {
        calls.remove(call);
        var mixed = calls.stream().filter(Call::isInConference).toList();
        if (mixed.size() == 1) mixed.getFirst().alone();
    }

    /// Puts all calls on hold but one, one after the other.
    void holdOthers(Call but, Runnable then) {
        var other =
                calls.stream()
                        .filter(call -> call != but && call.now() == Call.State.TALKING)
                        .filter(call -> !(call.isInConference() && but.isInConference()))
                        .findFirst();
        if (other.isEmpty()) then.run();
        else
            other.get()
                    .hold(() -> {
                        boolean held = other.get().now() != Call.State.TALKING;
                        if (held) holdOthers(but, then);
                        else then.run();
                    });
    }

    /// RFC 3515 §2.4.
    void referred(Call call, ServerTransaction transaction) {
        var session = call.session();
        Optional<Referral> referral;
        try {
            referral = session == null ? Optional.empty() : Referral.of(session, transaction);
        } catch (MalformedField e) {
            referral = Optional.empty();
        }
        var target = referral.flatMap(it -> ReferTarget.of(it.target()));
        if (referral.isEmpty() || target.isEmpty()) {
            respond(transaction, StatusCode.BAD_REQUEST);
            return;
        }
        var asked = referral.get();
        asked.accept();
        call.afterwards(TRANSFER_PAUSE, () -> follow(call, asked, target.get()));
    }

    private void follow(Call call, Referral asked, ReferTarget target) {
        var next = opened(call.line(), false, NameAddr.of(target.uri()));
        next.dial(
                target.uri(),
                h -> {
                    target.replaces().ifPresent(it -> h.add(Header.REPLACES, it));
                    asked.referredBy().ifPresent(it -> h.add(Header.REFERRED_BY, it));
                    return h;
                },
                asked);
        next.whenUp(() -> ground.timers().start(TRANSFER_END, call::leave));
    }

    /// A request that only needs to be understood.
    void answer(ServerTransaction transaction) {
        var request = transaction.request();
        var method = request.method();
        if (method == Method.OPTIONS) respond(transaction, StatusCode.OK);
        else if (method == Method.MESSAGE) text(transaction);
        else if (method == Method.NOTIFY) notified(transaction);
        else
            respond(
                    transaction,
                    method instanceof Method.Known
                            ? StatusCode.of(405)
                            : StatusCode.NOT_IMPLEMENTED);
    }

    private void text(ServerTransaction transaction) {
        var request = transaction.request();
        respond(transaction, StatusCode.OK);
        line(request)
                .ifPresent(line ->
                        tell(
                                new PhoneEvent.Text(
                                        line.number(),
                                        Line.text(request.headers().require(Header.FROM).uri()),
                                        request.body().toString())));
    }

    /// What nobody here has subscribed to: a server may send some of it all the same.
    private void notified(ServerTransaction transaction) {
        var request = transaction.request();
        var event = request.headers().get(Header.EVENT);
        String type = event.map(it -> it.type()).orElse("");
        switch (type) {
            case "check-sync" -> {
                respond(transaction, StatusCode.OK);
                boolean restart =
                        event.flatMap(it -> it.parameters().get("reboot"))
                                .map(value -> value.equals("true"))
                                .orElse(false);
                tell(new PhoneEvent.CheckSync(restart && settings.features().restartsOnNotify()));
            }
            case "message-summary" -> {
                respond(transaction, StatusCode.OK);
                line(request)
                        .ifPresent(line ->
                                MessageSummary.of(request.body())
                                        .ifPresent(it -> tell(it.event(line.number()))));
            }
            default -> respond(transaction, StatusCode.of(489));
        }
    }

    /// Of the responses to a request.
    String tagOf(Request request) {
        return layer.responseTo(request, StatusCode.RINGING).headers().require(Header.TO).tag();
    }

    void respond(ServerTransaction transaction, StatusCode status) {
        var response = layer.responseTo(transaction.request(), status);
        var asked = line(transaction.request()).or(() -> lines.stream().findFirst());
        transaction.respond(asked.map(line -> response.with(line::describe)).orElse(response));
    }

    /// Which account a request is for: the Request-URI is the Contact that was registered.
    private Optional<Line> line(Request request) {
        if (!(request.uri() instanceof SipUri uri)) return Optional.empty();
        var found = lines.stream().filter(line -> line.isFor(uri.decodedUser())).findFirst();
        if (found.isPresent() || !settings.features().allowsDirectCalls() || lines.isEmpty())
            return found;
        return uri.user().isEmpty() ? Optional.of(lines.getFirst()) : Optional.empty();
    }

    /// Who is called here.
    private final class Called implements UserAgent.Callee {
        @Override
        public Optional<LocalUser> local(Request request) {
            return line(request).map(Line::user);
        }

        @Override
        public void invited(IncomingCall incoming) {
            var request = incoming.request();
            var line = line(request).orElseThrow();
            boolean busy = calls.stream().anyMatch(call -> call.now() != Call.State.ENDED);
            var reception =
                    Reception.of(request, line.settings(), settings.features(), preferences, busy);
            opened(line, true, who(line, request)).receive(incoming, reception);
        }

        @Override
        public void cancelled(IncomingCall incoming, Request cancel) {
            for (var call : calls) if (call.isOf(incoming)) call.cancelled();
        }

        @Override
        public Session.Reply updated(IncomingCall incoming, Request update) {
            for (var call : calls) if (call.isOf(incoming)) return call.updatedEarly(update);
            return new Session.Reply.Refused(StatusCode.CALL_DOES_NOT_EXIST);
        }

        @Override
        public void unacknowledged(IncomingCall incoming) {
            for (var call : calls) if (call.isOf(incoming)) call.unacknowledged();
        }

        @Override
        public void request(ServerTransaction transaction) {
            answer(transaction);
        }
    }

    private static NameAddr who(Line line, Request request) {
        var headers = request.headers();
        var from = headers.require(Header.FROM);
        return line.settings()
                .callerIdSource()
                .choose(
                        from.toString(),
                        headers.all(Header.P_ASSERTED_IDENTITY).stream()
                                .findFirst()
                                .map(NameAddr::toString),
                        headers.all(Header.REMOTE_PARTY_ID).stream()
                                .findFirst()
                                .map(NameAddr::toString))
                .orElse(from);
    }
}
