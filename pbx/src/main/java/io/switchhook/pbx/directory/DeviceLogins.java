package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.Ha1s;
import io.switchhook.sip.auth.Login;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What devices log in with: each has a name and a password of its own for each of its accounts, new ones in each file that
/// is made for it. Only digests are kept.
///
/// A file that was sent may not have arrived, so what the device had before goes on being good until something of the new
/// file is used; then it ends. Of files that nobody has used the last [#UNPROVEN] count.
///
/// Reading is for the shards: from memory, without a lock. Changing is on disk first, for threads that may block; only what
/// is seen when a login is used the first time reaches the disk a moment later. Killed in between, the server sees it again the next time.
public final class DeviceLogins {
    /// How many files that were not used yet a device may have. Over TFTP anybody can have one made in the device's name, so a
    /// few must not push out the one that the device is about to use.
    static final int UNPROVEN = 8;

    /// Without letters and digits that look alike.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int MARK = 10;
    private static final int PASSWORD = 24;

    /// What stands in a file, once.
    ///
    /// @param user the account's
    public record Issued(String user, String authName, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Issued[" + authName + "]";
        }
    }

    private final DeviceLoginStore store;
    private final String realm;
    private final Predicate<String> isAccount;

    /// By authentication name: what the shards see.
    private final Map<String, DeviceLogin> logins = new ConcurrentHashMap<>();

    /// By device.
    private final Map<String, List<DeviceLogin>> devices = new ConcurrentHashMap<>();

    /// By device: one change follows the other. What shards do takes the lock of this object alone, which nobody keeps while he
    /// waits for the disk.
    private final Turns turns = new Turns();

    private DeviceLogins(DeviceLoginStore store, String realm, Predicate<String> isAccount) {
        this.store = store;
        this.realm = realm;
        this.isAccount = isAccount;
    }

    /// @param isAccount whether there is such an account
    static DeviceLogins open(Database database, String realm, Predicate<String> isAccount)
            throws StorageException {
        var store = new DeviceLoginStore(database);
        var all = new DeviceLogins(store, realm, isAccount);
        for (var login : store.all()) all.show(login);
        return all;
    }

    private synchronized void show(DeviceLogin login) {
        devices.merge(
                login.device(),
                List.of(login),
                (old, fresh) -> {
                    var both = new ArrayList<>(old);
                    both.addAll(fresh);
                    return List.copyOf(both);
                });
        logins.put(login.authName(), login);
    }

    private synchronized void hide(Collection<DeviceLogin> gone) {
        for (var login : gone) {
            logins.remove(login.authName());
            devices.computeIfPresent(
                    login.device(),
                    (_, list) -> {
                        var left = list.stream().filter(it -> !same(it, login)).toList();
                        return left.isEmpty() ? null : left;
                    });
        }
    }

    private static boolean same(DeviceLogin one, DeviceLogin other) {
        return one.authName().equals(other.authName());
    }

    /// Makes what the next file of a device has, one for each line.
    ///
    /// @param users the account of each line
    /// @param random hard to guess
    /// @throws StorageException if it cannot be kept; then nothing has changed
    public List<Issued> issue(String device, List<String> users, RandomGenerator random)
            throws StorageException {
        return turns.of(device, () -> issued(device, users, random));
    }

    private List<Issued> issued(String device, List<String> users, RandomGenerator random)
            throws StorageException {
        var before = devices.getOrDefault(device, List.of());
        long issue = before.stream().mapToLong(DeviceLogin::issue).max().orElse(0) + 1;
        var issued = new ArrayList<Issued>();
        var fresh = new ArrayList<DeviceLogin>();
        for (var user : users) {
            var one = new Issued(user, freeName(user, random), word(PASSWORD, random));
            issued.add(one);
            var ha1s = Ha1s.of(one.authName(), realm, one.password());
            fresh.add(new DeviceLogin(one.authName(), user, device, issue, false, realm, ha1s));
        }
        var gone = before.stream().filter(it -> isTooOld(it, before)).toList();
        change(fresh, gone);
        return issued;
    }

    /// Whether a file that was never used makes room for the next one.
    private static boolean isTooOld(DeviceLogin login, List<DeviceLogin> all) {
        if (login.proven()) return false;
        long later =
                all.stream()
                        .filter(it -> !it.proven() && it.issue() > login.issue())
                        .mapToLong(DeviceLogin::issue)
                        .distinct()
                        .count();
        return later >= UNPROVEN - 1;
    }

    private String freeName(String user, RandomGenerator random) {
        while (true) {
            String name = user + '-' + word(MARK, random);
            if (!logins.containsKey(name) && !isAccount.test(name)) return name;
        }
    }

    private static String word(int length, RandomGenerator random) {
        var word = new StringBuilder(length);
        for (int i = 0; i < length; i++)
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return word.toString();
    }

    /// What a user name of a digest stands for, if a device has it, and the account is there.
    Optional<Login> find(String authName) {
        var login = logins.get(authName);
        if (login == null || !login.realm().equals(realm) || !isAccount.test(login.user()))
            return Optional.empty();
        return Optional.of(new OfDevice(login));
    }

    private final class OfDevice implements Login {
        private final DeviceLogin login;

        OfDevice(DeviceLogin login) {
            this.login = login;
        }

        @Override
        public String account() {
            return login.user();
        }

        @Override
        public Ha1s ha1s() {
            return login.ha1s();
        }

        @Override
        public void proven() {
            if (!login.proven()) used(login);
        }
    }

    /// The first time: what came before it ends.
    private synchronized void used(DeviceLogin login) {
        var now = logins.get(login.authName());
        if (now == null || now.proven()) return;
        var all = devices.getOrDefault(login.device(), List.of());
        var gone = all.stream().filter(it -> it.issue() < login.issue()).toList();
        hide(gone);
        hide(List.of(login));
        show(login.asProven());
        store.proven(login, gone);
    }

    /// Ends everything that a device has.
    ///
    /// @throws StorageException if that cannot be kept; then nothing has changed
    public void revoke(String device) throws StorageException {
        turns.of(device, () -> ended(devices.getOrDefault(device, List.of())));
    }

    /// Ends what all devices have for an account.
    void revokeAccount(String user) throws StorageException {
        turns.alone(() ->
                ended(logins.values().stream().filter(it -> it.user().equals(user)).toList()));
    }

    private List<DeviceLogin> ended(List<DeviceLogin> gone) throws StorageException {
        if (!gone.isEmpty()) change(List.of(), gone);
        return gone;
    }

    /// What ends cannot be used from now on, what is new when it is on disk.
    private void change(List<DeviceLogin> fresh, List<DeviceLogin> gone) throws StorageException {
        hide(gone);
        try {
            store.change(fresh, gone);
        } catch (StorageException e) {
            gone.forEach(this::show);
            throw e;
        }
        fresh.forEach(this::show);
    }

    /// Whether anything of a device's last file was used.
    ///
    /// @return empty if there is nothing that it could log in with
    public Optional<Boolean> isProven(String device) {
        return devices.getOrDefault(device, List.of()).stream()
                .max(Comparator.comparingLong(DeviceLogin::issue))
                .map(DeviceLogin::proven);
    }

    /// How many there are.
    public int size() {
        return logins.size();
    }
}
