package io.switchhook.server;

import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.CsvColumn;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.ImportResult;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.server.ControlFault.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The accounts of a data folder that this process holds.
final class LocalAccounts implements Accounts {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final Directory directory;
    private final Limits limits;

    private LocalAccounts(DataFolder folder, Directory directory, Limits limits) {
        this.folder = folder;
        this.directory = directory;
        this.limits = limits;
    }

    /// @param configuration by whose domains to go; if the operator named none, the server's of the last start count
    /// @param domainsAreGiven whether the operator named domains
    /// @param hint a domain that a new account is for
    static LocalAccounts open(
            Configuration configuration, boolean domainsAreGiven, Optional<String> hint)
            throws StartException, ControlFault, InterruptedException {
        var folder = DataFolder.open(configuration.data(), PATIENCE);
        AccountStore store = null;
        try {
            store = AccountStore.open(folder.path());
            var domains = new ArrayList<>(configuration.domains());
            if (!domainsAreGiven)
                Directory.realmOf(store)
                        .or(() -> hint)
                        .ifPresent(realm -> {
                            domains.remove(realm);
                            domains.addFirst(realm);
                        });
            var directory = directory(store, domains, configuration.limits());
            return new LocalAccounts(folder, directory, configuration.limits());
        } catch (AccountException e) {
            if (store != null) store.close();
            folder.close();
            throw fault(e);
        }
    }

    private static Directory directory(AccountStore store, List<String> domains, Limits limits)
            throws AccountException {
        return Directory.open(store, domains.getFirst(), domains, limits.number(Limit.ACCOUNTS));
    }

    @Override
    public AccountLine add(NewAccount account) throws ControlFault {
        return line(() -> directory.add(account));
    }

    @Override
    public AccountLine password(String user, String password) throws ControlFault {
        return line(() -> directory.password(user, password));
    }

    @Override
    public AccountLine remove(String user) throws ControlFault {
        return line(() -> directory.remove(user));
    }

    @Override
    public void list(Consumer<AccountLine> lines) {
        for (var account : directory.accounts())
            lines.accept(AccountLine.of(account, directory.realm()));
    }

    @Override
    public AccountLine change(String user, FeatureChange change) throws ControlFault {
        return line(() -> directory.change(user, change));
    }

    @Override
    public void export(Consumer<String> rows) {
        for (var account : directory.accounts())
            if (!account.configured()) rows.accept(CsvColumn.row(account));
    }

    private interface Change {
        Account make() throws AccountException;
    }

    private AccountLine line(Change change) throws ControlFault {
        try {
            return AccountLine.of(change.make(), directory.realm());
        } catch (AccountException e) {
            throw fault(e);
        }
    }

    @Override
    public ImportResult load(Path file) throws ControlFault {
        checkFile(file, limits);
        try (var in = Files.newInputStream(file)) {
            return load(directory, file.toString(), in);
        } catch (IOException e) {
            throw new ControlFault(Kind.INVALID, file + ": cannot be read: " + Reasons.of(e));
        }
    }

    static ImportResult load(Directory directory, String name, InputStream in) throws ControlFault {
        var utf8 =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return directory.load(name, new BufferedReader(new InputStreamReader(in, utf8)));
        } catch (AccountException e) {
            throw fault(e);
        }
    }

    /// @return its size
    static long checkFile(Path file, Limits limits) throws ControlFault {
        try {
            long size = Files.size(file);
            long most = limits.number(Limit.IMPORT);
            if (Files.isDirectory(file)) throw invalid(file + ": is a folder, not a file");
            if (size > most)
                throw invalid(file + ": has " + size + " bytes, and limits.import is " + most);
            return size;
        } catch (NoSuchFileException e) {
            throw invalid(file + ": there is no such file");
        } catch (IOException e) {
            throw invalid(file + ": cannot be read: " + Reasons.of(e));
        }
    }

    private static ControlFault invalid(String message) {
        return new ControlFault(Kind.INVALID, message);
    }

    static ControlFault fault(AccountException e) {
        var kind =
                switch (e.kind()) {
                    case INVALID -> Kind.INVALID;
                    case CONFLICT, STORAGE -> Kind.FAILED;
                };
        return new ControlFault(kind, String.valueOf(e.getMessage()));
    }

    @Override
    public void close() {
        directory.close();
        folder.close();
    }
}
