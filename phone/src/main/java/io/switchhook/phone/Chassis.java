package io.switchhook.phone;

import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.ua.UserAgent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the parts of a phone are mounted on: here they find each other, the settings, and the phone's thread. Thread-safe but
/// for what says otherwise.
final class Chassis {
    private static final Logger LOG = LoggerFactory.getLogger(Chassis.class);

    /// For telling the others that the phone is gone.
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /// Between leaving the servers and coming back.
    private static final Duration RESTART = Duration.ofSeconds(2);

    private final Ground ground;
    private final Stack stack;
    private final Runnable release;
    private final News news = new News();
    private final OngoingCalls ongoing = new OngoingCalls(this);
    private final Dialer dialer = new Dialer(this);
    private final Typing typing = new Typing(this);
    private final Watching watching = new Watching(this);
    private final Inquiries inquiries;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Settings settings;
    private volatile Accounts accounts;
    private volatile Switches switches;
    private volatile PhoneBooks books;
    private volatile Optional<ActionUrls> actions;
    private volatile Optional<Provisioner> provisioner = Optional.empty();
    private volatile Sound sound = new Sound.Silence();
    private volatile Optional<Speaker> speaker = Optional.empty();

    Chassis(Settings settings, Ground ground, Runnable release) {
        this.settings = settings;
        this.ground = ground.wrapped(flow -> new CompactFlow(flow, this));
        this.release = release;
        stack = new Stack(settings, this.ground, new Called(this));
        inquiries = new Inquiries(this, stack.layer());
        switches = new Switches(this, settings);
        accounts = Accounts.of(this, settings);
        actions = ActionUrls.of(this, settings);
        books = new PhoneBooks(this, settings);
    }

    void provisionedFrom(Optional<Boot.Origin> origin) {
        provisioner = origin.map(it -> new Provisioner(this, it));
    }

    MessageHandler handler() {
        return new Gatekeeper(this, stack.layer());
    }

    void start() {
        long longest = settings.features().registrationDelay().toMillis();
        perform(() -> {
            for (var line : accounts.lines())
                line.start(
                        ground,
                        stack.uac(),
                        stack.identifiers(),
                        Duration.ofMillis(ground.random().nextLong(longest + 1)));
            actions.ifPresent(it -> it.happened(Event.SETUP_COMPLETED, 1));
            books.begin();
            provisioner.ifPresent(it -> it.repeat(settings.provisioning().repeat()));
        });
    }

    /// A server asks the phone to look for new files, and perhaps to start anew. On the shard.
    void check(boolean reboot) {
        boolean restarts = reboot && settings.features().restartsOnNotify();
        tell(new PhoneEvent.CheckSync(restarts));
        if (provisioner.isPresent()) provisioner.get().check(restarts);
        else if (restarts) apply(settings, true);
    }

    /// Takes other settings. Accounts that did not change stay registered, and calls go on. On the shard.
    ///
    /// @param restart to end the calls and register anew in any case
    void apply(Settings changed, boolean restart) {
        var before = settings;
        if (restart) agent().end();
        watching.end();
        settings = changed;
        switches = new Switches(this, changed);
        actions.ifPresent(ActionUrls::close);
        actions = ActionUrls.of(this, changed);
        books.close();
        books = new PhoneBooks(this, changed);
        books.begin();
        if (restart || !before.accounts().equals(changed.accounts())) {
            accounts.stop();
            accounts = Accounts.of(this, changed);
            ground.timers().start(RESTART, this::start);
        } else accounts.lines().forEach(watching::begin);
    }

    void close() {
        if (closed.getAndSet(true)) return;
        var left = new AtomicBoolean();
        perform(() -> {
            agent().end();
            watching.end();
            accounts.stop();
            // What was located meanwhile is sent in the next task.
            perform(() -> {
                left.set(true);
                news.wake();
            });
        });
        news.comes(GOODBYE, () -> left.get() && accounts.areGone());
        provisioner.ifPresent(Provisioner::close);
        actions.ifPresent(ActionUrls::close);
        books.close();
        release.run();
    }

    /// On the phone's shard.
    void perform(Runnable task) {
        try {
            ground.shard().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a phone that is off was asked for something");
        }
    }

    void tell(PhoneEvent event) {
        actions.ifPresent(it -> perform(() -> it.told(event)));
        news.tell(event);
    }

    /// For the URLs of what is no event of its own.
    void happened(Event event, CallFacts call) {
        actions.ifPresent(it -> it.happened(event, call));
    }

    /// Which account a request is for.
    Optional<Line> lineFor(Request request) {
        return accounts.of(request, settings.features());
    }

    Ground ground() {
        return ground;
    }

    UserAgent agent() {
        return stack.agent();
    }

    UacCore uac() {
        return stack.uac();
    }

    String tagOf(Request request) {
        return stack.tagOf(request);
    }

    Accounts accounts() {
        return accounts;
    }

    OngoingCalls ongoing() {
        return ongoing;
    }

    Dialer dialer() {
        return dialer;
    }

    Typing typing() {
        return typing;
    }

    Watching watching() {
        return watching;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    Preferences preferences() {
        return switches.preferences();
    }

    PhoneBook book() {
        return books.book();
    }

    Sound sound() {
        return sound;
    }

    Optional<Speaker> speaker() {
        return speaker;
    }

    void say(Sound what) {
        sound = what;
        ongoing.all().forEach(call -> call.say(what));
    }

    void playOn(Optional<Speaker> device) {
        speaker = device;
        ongoing.all().forEach(call -> call.playOn(device));
    }

    long failedActionUrls() {
        return actions.map(ActionUrls::failures).orElse(0L);
    }

    /// @throws AssertionError if the limit passes before
    void await(Duration limit, BooleanSupplier condition, Supplier<String> what) {
        if (!news.comes(limit, condition))
            throw new AssertionError(
                    "waited "
                            + limit.toSeconds()
                            + " s for "
                            + what.get()
                            + "; the calls are "
                            + ongoing.all());
    }

    Settings settings() {
        return settings;
    }

    News news() {
        return news;
    }

    Switches switches() {
        return switches;
    }
}
