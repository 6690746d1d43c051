package io.switchhook.server;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// The log: lines on standard error, with a level for each module that can be changed at any time.
///
/// A server writes from a thread of its own, so that a shard never waits for a terminal.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String OURS = "io.switchhook";
    private static final String QUEUE = "queue";

    /// For the service loader: the log before, or without, a server.
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Appender<ILoggingEvent> standardError(LoggerContext context) {
        var layout = new LogLine();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /// Puts a queue before the terminal; when it is full, lines are lost.
    static void start(Configuration.Log log, int queue) {
        stop();
        var context = context();
        var async = new AsyncAppender();
        async.setContext(context);
        async.setName(QUEUE);
        async.setQueueSize(queue);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(standardError(context));
        async.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(async);
        apply(log);
    }

    /// Writes what waits; the log goes on without a queue.
    static void stop() {
        var context = context();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(QUEUE) == null) return;
        root.detachAndStopAllAppenders();
        root.addAppender(standardError(context));
    }

    static void apply(Configuration.Log log) {
        logger(OURS).setLevel(level(log.level()));
        // What it says, its callers hear too, and tell better.
        boolean asked = log.modules().containsKey(LogModule.LIBRARIES);
        logger("io.javalin").setLevel(asked ? null : Level.OFF);
        for (var module : LogModule.values()) {
            var level = log.modules().get(module);
            if (level != null) set(module, level);
            else if (module == LogModule.LIBRARIES) set(module, LogLevel.WARN);
            else logger(module).setLevel(null);
        }
    }

    static void set(LogModule module, LogLevel level) {
        logger(module).setLevel(level(level));
    }

    /// What each module tells now.
    static Map<LogModule, LogLevel> levels() {
        var levels = new EnumMap<LogModule, LogLevel>(LogModule.class);
        for (var module : LogModule.values())
            levels.put(module, LogLevel.valueOf(logger(module).getEffectiveLevel().toString()));
        return levels;
    }

    private static Logger logger(LogModule module) {
        return logger(
                module == LogModule.LIBRARIES
                        ? org.slf4j.Logger.ROOT_LOGGER_NAME
                        : module.packageName());
    }

    private static Logger logger(String name) {
        return context().getLogger(name);
    }

    private static Level level(LogLevel level) {
        return Level.valueOf(level.name());
    }
}
