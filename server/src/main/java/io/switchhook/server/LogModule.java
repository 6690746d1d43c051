package io.switchhook.server;

import java.util.Locale;

/// What a log line can be about, and a level be set for.
enum LogModule {
    MESSAGE("io.switchhook.sip.message"),
    TRANSPORT("io.switchhook.sip.transport"),
    TRANSACTION("io.switchhook.sip.transaction"),
    AUTH("io.switchhook.sip.auth"),
    EVENT("io.switchhook.sip.event"),
    REGISTRAR("io.switchhook.sip.registrar"),
    PROXY("io.switchhook.sip.proxy"),
    ADMISSION("io.switchhook.pbx.admission"),
    ROUTE("io.switchhook.pbx.route"),
    DIRECTORY("io.switchhook.pbx.directory"),
    PROVISIONING("io.switchhook.provisioning"),
    CONSOLE("io.switchhook.console"),
    SERVER("io.switchhook.server"),
    /// All that is not ours.
    LIBRARIES("");

    private final String packageName;

    LogModule(String packageName) {
        this.packageName = packageName;
    }

    /// Whose loggers it means; empty for [#LIBRARIES].
    String packageName() {
        return packageName;
    }

    /// The module that a logger belongs to.
    static LogModule of(String logger) {
        for (var module : values())
            if (module != LIBRARIES && logger.startsWith(module.packageName)) return module;
        return LIBRARIES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
