package io.switchhook.server;

import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.ImportResult;
import io.switchhook.pbx.directory.NewAccount;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What `switchhook account` can do: in a running server, or in the data folder itself.
interface Accounts extends AutoCloseable {
    AccountLine add(NewAccount account) throws ControlFault;

    AccountLine password(String user, String password) throws ControlFault;

    AccountLine remove(String user) throws ControlFault;

    AccountLine change(String user, FeatureChange change) throws ControlFault;

    void list(Consumer<AccountLine> lines) throws ControlFault;

    /// All accounts as lines of a file that can be imported, the first line aside.
    void export(Consumer<String> rows) throws ControlFault;

    /// All accounts of a file, or none.
    ImportResult load(Path file) throws ControlFault;

    @Override
    void close();
}
