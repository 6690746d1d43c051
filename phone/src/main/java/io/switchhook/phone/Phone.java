package io.switchhook.phone;

import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.transport.MessageHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A desk phone or video phone without a screen. It registers its accounts, makes calls and takes them, and behaves as its
/// settings say. Thread-safe.
public final class Phone implements AutoCloseable {
    /// How long the methods wait whose names begin with `await`.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Chassis chassis;

    /// @param release gives back what the phone stands on
    Phone(Settings settings, Ground ground, Runnable release) {
        chassis = new Chassis(settings, ground, release);
    }

    void provisionedFrom(Optional<Boot.Origin> origin) {
        chassis.provisionedFrom(origin);
    }

    Ground ground() {
        return chassis.ground();
    }

    MessageHandler handler() {
        return chassis.handler();
    }

    public Settings settings() {
        return chassis.settings();
    }

    /// Tells what happens from now on. Called on the phone's own thread: it must not wait.
    public void listen(Consumer<PhoneEvent> listener) {
        chassis.news().listen(listener);
    }

    /// Registers all chassis.accounts(). [Site#phone] has done so.
    public void start() {
        chassis.start();
    }

    /// Whether every account that is used is registered.
    public boolean isRegistered() {
        return chassis.accounts().areRegistered();
    }

    /// Waits for that.
    ///
    /// @throws AssertionError if it takes longer than half a minute
    public void awaitRegistered() {
        await(PATIENCE, this::isRegistered, () -> "the accounts to be registered");
    }

    /// Registers an account, or registers it again.
    ///
    /// @throws IllegalArgumentException if there is no such account
    public void register(int account) {
        chassis.perform(chassis.accounts().line(account)::register);
    }

    /// Removes the registration of an account.
    ///
    /// @throws IllegalArgumentException if there is no such account
    public void unregister(int account) {
        chassis.perform(chassis.accounts().line(account)::stop);
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
        return chassis.dialer().call(account, dialed);
    }

    /// Types one digit of a number, as on the keys of a phone: it is called once the dial plan finds it complete, or nothing was
    /// typed for a while, or at [#send].
    ///
    /// @param digit `0` to `9`, `*`, `#` or any other character of an address
    public void type(int account, char digit) {
        chassis.perform(() -> chassis.typing().type(account, digit));
    }

    /// The send key: calls what was typed so far.
    public void send() {
        chassis.perform(chassis.typing()::send);
    }

    /// Calls again what was called last.
    ///
    /// @throws IllegalStateException if nothing was
    public Call redial() {
        return chassis.dialer().redial();
    }

    /// Calls who called last.
    ///
    /// @throws IllegalStateException if nobody has
    public Call returnCall() {
        return chassis.dialer().returnCall();
    }

    /// Calls an account's voice mail.
    ///
    /// @throws IllegalArgumentException if it has none
    public Call callVoiceMail(int account) {
        return chassis.dialer().voiceMail(account);
    }

    /// Calls somebody whose phone is asked to answer by itself.
    public Call intercom(int account, String number) {
        return chassis.dialer().intercom(account, number);
    }

    /// Takes over a call that rings at a colleague's phone: with Replaces, if the account does so and a key watches that line,
    /// else with the pickup code.
    ///
    /// @param line the colleague's number
    /// @throws IllegalArgumentException if there is no way to
    public Call pickUp(int account, String line) {
        return chassis.dialer().pickUp(account, line, "");
    }

    /// Takes over a call that rings in this phone's group, with the code for that.
    ///
    /// @throws IllegalArgumentException if there is none
    public Call pickUpGroup(int account) {
        return chassis.dialer().pickUpGroup(account);
    }

    /// Takes the place of a call at its other end (RFC 3891), such as one that rings at a colleague's phone.
    ///
    /// @param remote who is called
    /// @param replaces the call there, its tags as seen from there
    public Call takeOver(String remote, Replaces replaces) {
        return chassis.dialer().takeOver(1, remote, replaces);
    }

    /// Presses a key that the files have given a meaning.
    ///
    /// @throws IllegalArgumentException if it does nothing on a phone without a screen
    /// @throws IllegalStateException if it cannot do it now
    public void press(Key key) {
        KeyPress.of(chassis, key);
    }

    /// The people of the phone's contacts and remote phone books whose name has the text in it, in any case, or whose number
    /// begins with it.
    public List<Person> search(String text) {
        return chassis.book().search(text);
    }

    /// What the lamps of the BLF keys show that were lit at least once.
    public Map<Key, LampState> lamps() {
        return chassis.watching().lamps();
    }

    /// The calls that are not over, the oldest first.
    public List<Call> calls() {
        return chassis.ongoing().all();
    }

    /// The newest call in a state.
    public Optional<Call> call(Call.State state) {
        return chassis.ongoing().newest(state);
    }

    /// Waits for a call that is in a state.
    ///
    /// @throws AssertionError if none is within half a minute
    public Call awaitCall(Call.State state) {
        await(PATIENCE, () -> call(state).isPresent(), () -> "a call to be " + state);
        return call(state).orElseThrow();
    }

    /// Puts the receiver down: ends a conference, or the active call, or else the newest one. A call that was begun to ask
    /// whether another one may be handed on takes it over, if the settings have it so ([Call#consult]).
    public void hangUp() {
        chassis.perform(chassis.ongoing()::hangUp);
    }

    /// Refuses all calls, or no longer; tells the server too if the settings have a code for it.
    public void doNotDisturb(boolean on) {
        chassis.switches().doNotDisturb(on);
    }

    /// The same for one account alone.
    public void doNotDisturb(int account, boolean on) {
        chassis.switches().doNotDisturb(chassis.accounts().line(account), on);
    }

    /// Hides who calls from an account, or no longer; tells the server too if the settings have a code for it.
    public void hideCaller(int account, boolean on) {
        chassis.switches().hideCaller(chassis.accounts().line(account), on);
    }

    /// Refuses calls to an account whose caller hides, or no longer; tells the server too if the settings have a code for it.
    public void rejectAnonymous(int account, boolean on) {
        chassis.switches().rejectAnonymous(chassis.accounts().line(account), on);
    }

    /// Has a server play to who is put on hold from now on, as `account.X.music_server_uri` does.
    ///
    /// @param server a number or an address; empty for silence
    /// @throws IllegalArgumentException if there is no such account
    public void musicOnHold(int account, Optional<String> server) {
        var line = chassis.accounts().line(account);
        line.prefer(line.preferences().withMusic(server));
    }

    /// Whether a call is taken while there is another one.
    public void callWaiting(boolean on) {
        chassis.switches().callWaiting(on);
    }

    /// Lifts the receiver, or puts it back: a phone off hook is busy. With a hotline its number is called after a while.
    public void offHook(boolean off) {
        chassis.switches().offHook(off);
    }

    /// Forwards calls, or no longer; tells the server instead if the settings have a code for it.
    ///
    /// @param target empty to switch it off
    public void forward(ForwardKind kind, Optional<String> target) {
        chassis.switches().forward(kind, target);
    }

    /// The same for one account alone.
    public void forward(int account, ForwardKind kind, Optional<String> target) {
        chassis.switches().forward(chassis.accounts().line(account), kind, target);
    }

    /// What is said in calls from now on, and in those that are up.
    public void say(Sound what) {
        chassis.say(what);
    }

    /// Plays what is heard in calls on the speaker of this host, from [io.switchhook.phone.audio.HostSound#speaker].
    ///
    /// @param device empty for no longer
    public void playOn(Optional<Speaker> device) {
        chassis.playOn(device);
    }

    /// How many action URLs could not be got.
    public long failedActionUrls() {
        return chassis.failedActionUrls();
    }

    /// Waits until something is true, asking again after whatever happens at this phone.
    ///
    /// @param what for the message
    /// @throws AssertionError if the limit passes before
    public void await(Duration limit, BooleanSupplier condition, Supplier<String> what) {
        chassis.await(limit, condition, what);
    }

    /// Waits until something is true.
    ///
    /// @return whether it came true within the limit
    public boolean comes(Duration limit, BooleanSupplier condition) {
        return chassis.news().comes(limit, condition);
    }

    /// Ends all calls, removes the registrations, and is gone.
    @Override
    public void close() {
        chassis.close();
    }
}
