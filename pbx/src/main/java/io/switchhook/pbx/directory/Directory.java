package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.Ha1s;
import io.switchhook.sip.auth.Login;
import java.io.Reader;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// All accounts. Reading is for the shards: from memory, without locks. Changing is for threads that may block: one at a
/// time, on disk first, then in memory.
///
/// Users are unique in the whole server, since each may be called in every of its domains.
public final class Directory implements AutoCloseable {
    private final AccountStore store;
    private final DeviceLogins devices;
    private final String realm;
    private final List<String> domains;
    private final int most;

    /// What the shards see: [#stored] with [#configured] over it.
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    private final Map<String, Account> stored = new HashMap<>();
    private Map<String, Account> configured = Map.of();

    /// By user, of the stored, the configured, and those that were configured once.
    private final Map<String, CallFeatures> features = new HashMap<>();

    private final AtomicLong version = new AtomicLong();
    private final List<Consumer<Account>> removalListeners = new CopyOnWriteArrayList<>();

    private Directory(AccountStore store, String realm, List<String> domains, int most)
            throws AccountException {
        this.store = store;
        this.realm = realm;
        this.domains =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).distinct().toList();
        this.most = most;
        try {
            devices = DeviceLogins.open(store.database(), realm, accounts::containsKey);
        } catch (StorageException e) {
            throw AccountException.storage(e);
        }
    }

    /// Reads all accounts. The realm is that of the server, and is remembered in the store.
    ///
    /// @param domains all names of the server, its first among them
    /// @param most how many accounts there may be
    public static Directory open(AccountStore store, String realm, List<String> domains, int most)
            throws AccountException {
        var directory = new Directory(store, realm, domains, most);
        if (!store.realm().equals(Optional.of(realm))) store.realm(realm);
        directory.features.putAll(store.features(realm));
        for (var account : store.accounts())
            directory.stored.put(account.user(), directory.featured(account));
        directory.accounts.putAll(directory.stored);
        return directory;
    }

    /// The realm that the server of this store had last, if it ever ran or has an account.
    public static Optional<String> realmOf(AccountStore store) throws AccountException {
        return store.realm();
    }

    /// @param user escapes undone
    public Optional<Account> account(String user) {
        return Optional.ofNullable(accounts.get(user));
    }

    /// What authenticates a user in [#realm]; empty for an unknown user and for one whose digests are for another realm.
    public Optional<Ha1s> ha1s(String user) {
        var account = accounts.get(user);
        return account == null || !account.realm().equals(realm)
                ? Optional.empty()
                : Optional.of(account.ha1s());
    }

    /// Whom a user name of a digest in [#realm] stands for: an account, or a device that has one.
    public Optional<Login> login(String authName) {
        var own = ha1s(authName);
        return own.isPresent()
                ? Optional.of(Login.of(authName, own.get()))
                : devices.find(authName);
    }

    /// Where the accounts are, for what else belongs to them.
    public Database database() {
        return store.database();
    }

    /// What devices log in with.
    public DeviceLogins devices() {
        return devices;
    }

    public String realm() {
        return realm;
    }

    /// The server's domains in lower case.
    public List<String> domains() {
        return domains;
    }

    public int size() {
        return accounts.size();
    }

    /// All accounts by user.
    public List<Account> accounts() {
        return accounts.values().stream().sorted(Comparator.comparing(Account::user)).toList();
    }

    /// Another number whenever an account came, went or changed.
    public long version() {
        return version.get();
    }

    /// Which accounts were made for another realm, and therefore cannot log in: how many by realm.
    public Map<String, Integer> foreignRealms() {
        var counts = new TreeMap<String, Integer>();
        for (var account : accounts.values())
            if (!account.realm().equals(realm)) counts.merge(account.realm(), 1, Integer::sum);
        return counts;
    }

    /// What to tell the operator about [#foreignRealms]; empty if all is well.
    public Optional<String> realmProblem() {
        var foreign = foreignRealms();
        if (foreign.isEmpty()) return Optional.empty();
        int count = foreign.values().stream().mapToInt(Integer::intValue).sum();
        String first = foreign.keySet().iterator().next();
        return Optional.of(
                "%d of %d accounts were made for another realm (%s) and cannot log in to '%s': give them new passwords (account passwd, account import), or make '%s' the first of domains"
                        .formatted(count, size(), quoted(foreign.keySet()), realm, first));
    }

    private static String quoted(Collection<String> words) {
        return "'" + String.join("', '", words) + "'";
    }

    /// Has something done with each account that is removed.
    public void onRemoval(Consumer<Account> listener) {
        removalListeners.add(listener);
    }

    public synchronized Account add(NewAccount asked) throws AccountException {
        check(asked);
        if (accounts.containsKey(asked.user()))
            throw AccountException.conflict(
                    "there is an account "
                            + asked.user()
                            + " already; account passwd gives it a new password");
        if (accounts.size() >= most)
            throw AccountException.conflict(
                    "there are "
                            + most
                            + " accounts already, which is the limit (limits.accounts)");
        var account =
                made(asked, false)
                        .withFeatures(asked.features().appliedTo(CallFeatures.NONE, realm));
        store.add(account);
        shown(account);
        return account;
    }

    public synchronized Account password(String user, String password) throws AccountException {
        var account = changeable(user);
        var fault = AccountRules.password(password);
        if (fault.isPresent()) throw AccountException.invalid(fault.get());
        var changed =
                account.withPassword(
                        domains.contains(account.domain()) ? account.domain() : realm,
                        realm,
                        Ha1s.of(account.user(), realm, password));
        store.put(List.of(changed), List.of());
        shown(changed);
        return changed;
    }

    /// Gives an account another name to display.
    ///
    /// @param name empty for none
    public synchronized Account rename(String user, String name) throws AccountException {
        var account = changeable(user);
        var fault = AccountRules.name(name);
        if (fault.isPresent()) throw AccountException.invalid(fault.get());
        var changed = account.withName(name);
        store.put(List.of(changed), List.of());
        shown(changed);
        return changed;
    }

    /// Changes what is done with the calls of an account, in the configuration file or not.
    public synchronized Account change(String user, FeatureChange change) throws AccountException {
        var account = known(user);
        var fault = change.fault(account.user(), realm, domains);
        if (fault.isPresent()) throw AccountException.invalid(fault.get());
        var changed = account.withFeatures(change.appliedTo(account.features(), realm));
        store.putFeatures(changed);
        features.put(changed.user(), changed.features());
        stored.computeIfPresent(changed.user(), (_, below) -> featured(below));
        accounts.put(changed.user(), changed);
        version.incrementAndGet();
        return changed;
    }

    private Account featured(Account account) {
        return account.withFeatures(features.getOrDefault(account.user(), CallFeatures.NONE));
    }

    public synchronized Account remove(String user) throws AccountException {
        var account = changeable(user);
        try {
            devices.revokeAccount(account.user());
        } catch (StorageException e) {
            throw AccountException.storage(e);
        }
        store.remove(account.user());
        features.remove(account.user());
        stored.remove(account.user());
        accounts.remove(account.user());
        version.incrementAndGet();
        removalListeners.forEach(listener -> listener.accept(account));
        return account;
    }

    /// Takes all rows of a file, or none. Accounts that exist get what the file says of them, and keep a password that it
    /// leaves empty.
    ///
    /// @param file its name, for messages
    public ImportResult load(String file, Reader csv) throws AccountException {
        var rules = new CsvImport.Rules(realm, domains, most, user -> ha1s(user).isPresent());
        var rows = CsvImport.read(file, csv, rules);
        return load(rows);
    }

    private synchronized ImportResult load(List<NewAccount> rows) throws AccountException {
        for (var row : rows) {
            if (configured.containsKey(row.user())) throw fromFile(row.user());
            // It was there when the file was read, or it would have been a fault of the row.
            if (row.password().isEmpty() && !stored.containsKey(row.user()))
                throw AccountException.conflict("there is no account " + row.user() + " any more");
        }
        long added = rows.stream().filter(row -> !accounts.containsKey(row.user())).count();
        if (accounts.size() + added > most)
            throw AccountException.conflict(
                    "there would be "
                            + (accounts.size() + added)
                            + " accounts, and the limit is "
                            + most
                            + " (limits.accounts); nothing was imported");
        var loaded = rows.parallelStream().map(this::merged).toList();
        store.put(loaded, loaded.stream().filter(this::isFeaturedAnew).toList());
        loaded.forEach(this::shown);
        return new ImportResult((int) added, rows.size() - (int) added);
    }

    /// An import does not tell how redirections are treated, nor what it has no columns for.
    private Account merged(NewAccount row) {
        var before = stored.get(row.user());
        var features = before == null ? CallFeatures.NONE : before.features();
        var account =
                row.password().isEmpty() && before != null
                        ? before.withName(row.name())
                        : made(row, false);
        return new Account(
                account.user(),
                account.domain(),
                account.name(),
                account.realm(),
                account.ha1s(),
                before == null ? Optional.empty() : before.redirects(),
                row.features().appliedTo(features, realm),
                false);
    }

    private boolean isFeaturedAnew(Account account) {
        return !features.getOrDefault(account.user(), CallFeatures.NONE).equals(account.features());
    }

    /// Replaces the accounts that stand in the configuration file. They hide those of the database.
    public synchronized void configure(List<NewAccount> asked) throws AccountException {
        var fresh = new LinkedHashMap<String, Account>();
        for (var account : asked) {
            check(account);
            fresh.put(account.user(), featured(made(account, true)));
        }
        var gone = configured.values().stream().filter(old -> !fresh.containsKey(old.user()));
        var old = gone.toList();
        configured = fresh;
        accounts.putAll(fresh);
        version.incrementAndGet();
        for (var account : old) {
            var below = stored.get(account.user());
            if (below != null) {
                accounts.put(account.user(), below);
            } else {
                accounts.remove(account.user());
                version.incrementAndGet();
                removalListeners.forEach(listener -> listener.accept(account));
            }
        }
    }

    private void check(NewAccount asked) throws AccountException {
        var fault = AccountRules.account(asked, realm, domains);
        if (fault.isPresent()) throw AccountException.invalid(fault.get());
    }

    private Account made(NewAccount asked, boolean fromFile) {
        return new Account(
                asked.user(),
                asked.domain().orElse(realm).toLowerCase(Locale.ROOT),
                asked.name(),
                realm,
                Ha1s.of(asked.user(), realm, asked.password()),
                asked.redirects(),
                CallFeatures.NONE,
                fromFile);
    }

    private void shown(Account account) {
        if (account.features().isNone()) features.remove(account.user());
        else features.put(account.user(), account.features());
        stored.put(account.user(), account);
        accounts.put(account.user(), account);
        version.incrementAndGet();
    }

    private Account changeable(String address) throws AccountException {
        var account = known(address);
        if (account.configured()) throw fromFile(account.user());
        return account;
    }

    private Account known(String address) throws AccountException {
        var named = NewAccount.of(address, "", "");
        if (named.domain().isPresent()
                && !domains.contains(named.domain().get().toLowerCase(Locale.ROOT)))
            throw AccountException.conflict(
                    "there is no account "
                            + address
                            + ": this server's domains are "
                            + String.join(", ", domains));
        var account = accounts.get(named.user());
        if (account == null) throw AccountException.conflict("there is no account " + named.user());
        return account;
    }

    private static AccountException fromFile(String user) {
        return AccountException.conflict(
                "account " + user + " stands in the configuration file: change it there");
    }

    @Override
    public void close() {
        store.close();
    }
}
