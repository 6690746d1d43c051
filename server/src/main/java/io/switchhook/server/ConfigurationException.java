package io.switchhook.server;

import java.util.List;

/// A configuration that cannot be used, with all that is wrong with it: file, line, key, and what is allowed.
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
