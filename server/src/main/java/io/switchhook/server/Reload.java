package io.switchhook.server;

import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.Directory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What SIGHUP does: takes what can change in a running server, and says what cannot.
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /// One key whose value differs.
    record Difference(String key, String old, String fresh) {
        /// Whether a running server can take it.
        boolean needsRestart() {
            return !key.startsWith("log.") && !key.startsWith("tls.") && !key.equals("accounts");
        }

        @Override
        public String toString() {
            return key + ": " + shown(old) + " -> " + shown(fresh);
        }

        private static String shown(String value) {
            return value.isEmpty() ? "(none)" : value;
        }
    }

    private final Configuration old;
    private final Configuration fresh;
    private final Directory directory;
    private final SipServer sip;

    Reload(Configuration old, Configuration fresh, Directory directory, SipServer sip) {
        this.old = old;
        this.fresh = fresh;
        this.directory = directory;
        this.sip = sip;
    }

    static List<Difference> differences(
            java.util.Map<String, String> old, java.util.Map<String, String> fresh) {
        var keys = new LinkedHashSet<>(fresh.keySet());
        keys.addAll(old.keySet());
        var differences = new ArrayList<Difference>();
        for (var key : keys) {
            String before = old.getOrDefault(key, "");
            String after = fresh.getOrDefault(key, "");
            if (!before.equals(after)) differences.add(new Difference(key, before, after));
        }
        return differences;
    }

    void run() {
        for (var difference : differences(old.settings(), fresh.settings())) {
            if (difference.needsRestart()) LOG.warn("needs a restart: {}", difference);
            else LOG.info("changed {}", difference);
        }
        Logging.apply(fresh.log());
        try {
            directory.configure(fresh.accounts());
        } catch (AccountException e) {
            LOG.error("accounts of the configuration not reloaded: {}", e.getMessage());
        }
        try {
            sip.reload(fresh).forEach(what -> LOG.info("reloaded {}", what));
        } catch (StartException e) {
            LOG.error("not reloaded: {}", e.getMessage());
        }
        LOG.info("configuration reloaded");
    }
}
