package io.switchhook.phone;

import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Privacy;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Flow;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    /// For telling the others that the phone is gone.
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /// Between leaving the servers and coming back.
    private static final Duration RESTART = Duration.ofSeconds(2);

    private static final int LOCATED = 4;
    static final List<String> EXTENSIONS = List.of("replaces");
    private final Ground ground;
    private final TransactionLayer layer;
    private final UacCore uac;
    private final UserAgent agent;
    private final Identifiers identifiers;
    private final Runnable release;
    private final List<Consumer<PhoneEvent>> listeners = new CopyOnWriteArrayList<>();

    /// For those who wait for something to happen.
    private final ReentrantLock news = new ReentrantLock();

    private final Condition somethingNew = news.newCondition();

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Dialer dialer = new Dialer(this);
    private final Watching watching = new Watching(this);
    private volatile Settings settings;
    private volatile List<Line> lines;
    private volatile Preferences preferences;
    private volatile Optional<Provisioner> provisioner = Optional.empty();
    private volatile Optional<ActionUrls> actions = Optional.empty();
    private volatile PhoneBooks books;
    private volatile Sound sound = new Sound.Silence();
    private volatile Optional<Speaker> speaker = Optional.empty();

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
        lines = lines(settings);
        actions = actions(settings);
        books = new PhoneBooks(this, settings);
    }

    private List<Line> lines(Settings of) {
        return of.accounts().stream()
                .filter(account -> account.enabled())
                .map(account -> new Line(this, account, ground))
                .toList();
    }

    private Optional<ActionUrls> actions(Settings of) {
        return ActionUrls.areIn(of) ? Optional.of(new ActionUrls(this, of)) : Optional.empty();
    }

    void provisionedFrom(Optional<Boot.Origin> origin) {
        provisioner = origin.map(it -> new Provisioner(this, it));
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
            happened(Event.SETUP_COMPLETED);
            books.begin();
            provisioner.ifPresent(it -> it.repeat(settings.provisioning().repeat()));
        });
    }

    /// Takes other settings. Accounts that did not change stay registered, and calls go on.
    ///
    /// @param restart to end the calls and register anew in any case
    void apply(Settings changed, boolean restart) {
        var before = settings;
        if (restart) agent.end();
        watching.end();
        settings = changed;
        preferences = Preferences.of(changed.features());
        actions.ifPresent(ActionUrls::close);
        actions = actions(changed);
        books.close();
        books = new PhoneBooks(this, changed);
        books.begin();
        if (restart || !before.accounts().equals(changed.accounts())) {
            var old = lines;
            old.forEach(Line::stop);
            lines = lines(changed);
            ground.timers().start(RESTART, this::start);
        } else lines.forEach(watching::begin);
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
        return dialer.call(account, dialed);
    }

    /// Types one digit of a number, as on the keys of a phone: it is called once the dial plan finds it complete, or nothing was
    /// typed for a while, or at [#send].
    ///
    /// @param digit `0` to `9`, `*`, `#` or any other character of an address
    public void type(int account, char digit) {
        perform(() -> dialer.type(account, digit));
    }

    /// The send key: calls what was typed so far.
    public void send() {
        perform(dialer::send);
    }

    /// Calls again what was called last.
    ///
    /// @throws IllegalStateException if nothing was
    public Call redial() {
        return dialer.redial();
    }

    /// Calls who called last.
    ///
    /// @throws IllegalStateException if nobody has
    public Call returnCall() {
        return dialer.returnCall();
    }

    /// Calls an account's voice mail.
    ///
    /// @throws IllegalArgumentException if it has none
    public Call callVoiceMail(int account) {
        return dialer.voiceMail(account);
    }

    /// Calls somebody whose phone is asked to answer by itself.
    public Call intercom(int account, String number) {
        return dialer.intercom(account, number);
    }

    /// Takes over a call that rings at a colleague's phone: with Replaces, if the account does so and a key watches that line,
    /// else with the pickup code.
    ///
    /// @param line the colleague's number
    /// @throws IllegalArgumentException if there is no way to
    public Call pickUp(int account, String line) {
        return pickUp(account, line, "");
    }

    Call pickUp(int account, String line, String code) {
        return dialer.pickUp(account, line, code);
    }

    /// Takes over a call that rings in this phone's group, with the code for that.
    ///
    /// @throws IllegalArgumentException if there is none
    public Call pickUpGroup(int account) {
        return dialer.pickUpGroup(account);
    }

    /// Presses a key that the files have given a meaning.
    ///
    /// @throws IllegalArgumentException if it does nothing on a phone without a screen
    /// @throws IllegalStateException if it cannot do it now
    public void press(Key key) {
        KeyPress.of(this, key);
    }

    /// The people of the phone's contacts and remote phone books whose name has the text in it, in any case, or whose number
    /// begins with it.
    public List<Person> search(String text) {
        return books.book().search(text);
    }

    /// What the lamps of the BLF keys show that were lit at least once.
    public Map<Key, LampState> lamps() {
        return watching.lamps();
    }

    Line line(int account) {
        return lines.stream()
                .filter(line -> line.number() == account)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("account " + account + " is not enabled"));
    }

    /// The account of a key.
    Optional<Line> line(Key key) {
        return lines.stream()
                .filter(line -> key.line() == 0 || line.number() == key.line())
                .findFirst();
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

    /// Puts the receiver down: ends a conference, or the active call, or else the newest one. A call that was begun to ask
    /// whether another one may be handed on takes it over, if the settings have it so ([Call#consult]).
    public void hangUp() {
        perform(() -> {
            var asking = calls().reversed().stream().filter(Call::handsOnWhenLeft).findFirst();
            if (asking.isPresent()) {
                asking.get().handOn();
                return;
            }
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

    /// Refuses all calls, or no longer; tells the server too if the settings have a code for it.
    public void doNotDisturb(boolean on) {
        preferences = preferences.withDoNotDisturb(on);
        var dnd = settings.features().doNotDisturb();
        tellServer(on ? dnd.onCode() : dnd.offCode());
        tell(new PhoneEvent.Switched(on ? Event.DND_ON : Event.DND_OFF));
    }

    /// The same for one account alone.
    public void doNotDisturb(int account, boolean on) {
        var line = line(account);
        line.prefer(line.preferences().withDoNotDisturb(on));
        var dnd = line.settings().doNotDisturb();
        tellServer(line, on ? dnd.onCode() : dnd.offCode());
        tell(new PhoneEvent.Switched(on ? Event.DND_ON : Event.DND_OFF));
    }

    /// Hides who calls from an account, or no longer; tells the server too if the settings have a code for it.
    public void hideCaller(int account, boolean on) {
        var line = line(account);
        line.prefer(line.preferences().hidingCaller(on));
        var codes = line.settings().anonymity();
        tellServer(line, on ? codes.hideOnCode() : codes.hideOffCode());
    }

    /// Refuses calls to an account whose caller hides, or no longer; tells the server too if the settings have a code for it.
    public void rejectAnonymous(int account, boolean on) {
        var line = line(account);
        line.prefer(line.preferences().rejectingAnonymous(on));
        var codes = line.settings().anonymity();
        tellServer(line, on ? codes.rejectOnCode() : codes.rejectOffCode());
    }

    private void tellServer(Optional<String> code) {
        lines.stream().findFirst().ifPresent(line -> tellServer(line, code));
    }

    private void tellServer(Line line, Optional<String> code) {
        code.ifPresent(it -> dialer.code(line, it));
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
                                            attempt(hotline.get().number());
                                    }));
    }

    private void attempt(String number) {
        try {
            call(number);
        } catch (IllegalArgumentException | IllegalStateException e) {
            tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
        }
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
        var before = kind.of(preferences.forwarding());
        if (target.isPresent() && before.onCode().isPresent()) {
            tellServer(before.onCode().map(code -> code + target.get()));
        } else {
            preferences = preferences.with(kind, target);
            if (target.isEmpty()) tellServer(before.offCode());
        }
        tell(new PhoneEvent.Switched(kind.event(target.isPresent())));
    }

    /// The same for one account alone.
    public void forward(int account, ForwardKind kind, Optional<String> target) {
        var line = line(account);
        var before = kind.of(line.preferences().forwarding());
        if (target.isPresent() && before.onCode().isPresent()) {
            tellServer(line, before.onCode().map(code -> code + target.get()));
        } else {
            line.prefer(line.preferences().with(kind, target));
            if (target.isEmpty()) tellServer(line, before.offCode());
        }
        tell(new PhoneEvent.Switched(kind.event(target.isPresent())));
    }

    /// What is said in calls from now on, and in those that are up.
    public void say(Sound what) {
        sound = what;
        calls().forEach(call -> call.say(what));
    }

    /// Plays what is heard in calls on the speaker of this host, from [io.switchhook.phone.audio.HostSound#speaker].
    ///
    /// @param device empty for no longer
    public void playOn(Optional<Speaker> device) {
        speaker = device;
        calls().forEach(call -> call.playOn(device));
    }

    Optional<Speaker> speaker() {
        return speaker;
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
        long left = limit.toNanos();
        news.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) return false;
                left = somethingNew.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            news.unlock();
        }
    }

    /// Ends all calls, removes the registrations, and is gone.
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        var left = new AtomicBoolean();
        perform(() -> {
            agent.end();
            watching.end();
            lines.forEach(Line::stop);
            // What was located meanwhile is sent in the next task.
            perform(() -> {
                left.set(true);
                wake();
            });
        });
        comes(GOODBYE, () -> left.get() && lines.stream().noneMatch(Line::isRegistered));
        provisioner.ifPresent(Provisioner::close);
        actions.ifPresent(ActionUrls::close);
        books.close();
        release.run();
    }

    // On the phone's shard

    void perform(Runnable task) {
        try {
            ground.shard().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a phone that is off was asked for something");
        }
    }

    Optional<Line> lineOf(int account) {
        return lines.stream().filter(line -> line.number() == account).findFirst();
    }

    /// For the URLs of what is no event of its own.
    void happened(Event event, CallFacts call) {
        actions.ifPresent(it -> it.happened(event, call));
    }

    private void happened(Event event) {
        actions.ifPresent(it -> it.happened(event, 1));
    }

    /// How many action URLs could not be got.
    public long failedActionUrls() {
        return actions.map(ActionUrls::failures).orElse(0L);
    }

    void tell(PhoneEvent event) {
        actions.ifPresent(it -> perform(() -> it.told(event)));
        for (var listener : listeners) listener.accept(event);
        wake();
    }

    /// Has those who wait for something look again.
    private void wake() {
        news.lock();
        try {
            somethingNew.signalAll();
        } finally {
            news.unlock();
        }
    }

    Ground ground() {
        return ground;
    }

    UserAgent agent() {
        return agent;
    }

    UacCore uac() {
        return uac;
    }

    /// Takes what arrives. Who is not a server of an account that trusts nobody else hears 403; what belongs to a dialog or a
    /// transaction passes.
    MessageHandler handler() {
        return new MessageHandler() {
            @Override
            public void request(Request request, Flow flow) {
                if (isWelcome(request, flow)) layer.request(request, flow);
                else if (request.method() != Method.ACK)
                    layer.respondStateless(
                            request, flow, layer.responseTo(request, StatusCode.FORBIDDEN));
            }

            @Override
            public void response(Response response, Flow flow) {
                layer.response(response, flow);
            }
        };
    }

    private boolean isWelcome(Request request, Flow flow) {
        var asked = line(request);
        return asked.isEmpty()
                || !asked.get().settings().registration().trustsServersOnly()
                || asked.get().trusted().contain(flow);
    }

    Watching watching() {
        return watching;
    }

    Sound sound() {
        return sound;
    }

    Preferences preferences() {
        return preferences;
    }

    /// How long a call rings before it is forwarded.
    Duration noAnswerAfter(Line line) {
        var own = line.preferences().forwarding();
        return own.noAnswer().enabled()
                ? own.noAnswerAfter()
                : preferences.forwarding().noAnswerAfter();
    }

    /// Who stands in From: nobody, for an account that hides its user (RFC 3323 §4.1.1.3).
    LocalUser caller(Line line, Uri target) {
        var user = line.user(target);
        if (!line.preferences().hidesCaller()) return user;
        return user.withAddress(
                Line.named("Anonymous", Uri.parse("sip:anonymous@anonymous.invalid")));
    }

    UnaryOperator<Headers.Editor> privacy(Line line) {
        if (!line.preferences().hidesCaller()) return h -> h;
        return h ->
                h.add(Header.PRIVACY, new Privacy(List.of("id")))
                        .add(Header.P_PREFERRED_IDENTITY, line.user().address());
    }

    Call opened(Line line, boolean incoming, NameAddr remote) {
        try {
            var call = new Call(this, line, numbers.incrementAndGet(), incoming, remote);
            calls.add(call);
            return call;
        } catch (IOException e) {
            throw new IllegalStateException("no call is possible: " + e.getMessage(), e);
        }
    }

    void ended(Call call) {
        calls.remove(call);
        call.facts().end().ifPresent(end -> dialer.ended(call, end.status()));
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
        Call next;
        try {
            next = opened(call.line(), false, NameAddr.of(target.uri()));
        } catch (IllegalStateException e) {
            asked.notify(StatusCode.SERVICE_UNAVAILABLE);
            return;
        }
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
                boolean restarts = restart && settings.features().restartsOnNotify();
                tell(new PhoneEvent.CheckSync(restarts));
                if (provisioner.isPresent()) provisioner.get().check(restarts);
                else if (restarts) apply(settings, true);
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
            var reception = Reception.of(request, line, settings.features(), preferences, busy);
            var who = named(who(line, request));
            dialer.called(line, who);
            try {
                opened(line, true, who).receive(incoming, reception);
            } catch (IllegalStateException e) {
                tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
                incoming.reject(StatusCode.SERVICE_UNAVAILABLE, line::describe);
            }
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

    /// With the name that the phone books have for a caller who says none.
    private NameAddr named(NameAddr caller) {
        if (!caller.displayName().isEmpty()) return caller;
        return books.book()
                .name(Line.text(caller.uri()))
                .map(name -> Line.named(name, caller.uri()))
                .orElse(caller);
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
