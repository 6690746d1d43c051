package io.switchhook.server;

import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.ImportResult;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.server.ControlFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// The accounts of a running server, over its socket.
final class RemoteAccounts implements Accounts {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ControlClient client;
    private final Limits limits;

    RemoteAccounts(ControlClient client, Limits limits) {
        this.client = client;
        this.limits = limits;
    }

    @Override
    public AccountLine add(NewAccount account) throws ControlFault {
        var request =
                ControlClient.request("account.add")
                        .put("user", account.toString())
                        .put("name", account.name())
                        .put("password", account.password())
                        .put("redirects", account.redirects().map(Object::toString).orElse(""));
        return AccountLine.of(client.call(request, PATIENCE));
    }

    @Override
    public AccountLine password(String user, String password) throws ControlFault {
        var request =
                ControlClient.request("account.passwd").put("user", user).put("password", password);
        return AccountLine.of(client.call(request, PATIENCE));
    }

    @Override
    public AccountLine remove(String user) throws ControlFault {
        var request = ControlClient.request("account.remove").put("user", user);
        return AccountLine.of(client.call(request, PATIENCE));
    }

    @Override
    public AccountLine change(String user, FeatureChange change) throws ControlFault {
        var request = ControlClient.request("account.change").put("user", user);
        return AccountLine.of(client.call(FeatureLine.into(request, change), PATIENCE));
    }

    @Override
    public void export(Consumer<String> rows) throws ControlFault {
        client.call(
                ControlClient.request("account.export"),
                new byte[0],
                item -> rows.accept(item.path("row").asString("")),
                PATIENCE);
    }

    @Override
    public void list(Consumer<AccountLine> lines) throws ControlFault {
        client.call(
                ControlClient.request("account.list"),
                new byte[0],
                item -> lines.accept(AccountLine.of(item)),
                PATIENCE);
    }

    @Override
    public ImportResult load(Path file) throws ControlFault {
        LocalAccounts.checkFile(file, limits);
        try {
            byte[] csv = Files.readAllBytes(file);
            var request =
                    ControlClient.request("account.import")
                            .put("file", file.toString())
                            .put("bytes", csv.length);
            var answer = client.call(request, csv, item -> {}, PATIENCE);
            return new ImportResult(answer.path("added").asInt(0), answer.path("changed").asInt(0));
        } catch (IOException e) {
            throw new ControlFault(Kind.INVALID, file + ": cannot be read: " + Reasons.of(e));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
