package io.switchhook.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/// Signals of the system. Java has no supported way to end with 0 on SIGTERM, so this reaches for the one that all
/// virtual machines have; by reflection, since the compiler warns of it.
final class Signals {
    private Signals() {}

    /// What SIGTERM and SIGINT open from now on, so that none is lost; a second one ends the process at once.
    static CountDownLatch end() {
        var end = new CountDownLatch(1);
        Runnable told =
                () -> {
                    if (end.getCount() == 0) Runtime.getRuntime().halt(ExitCode.FAILURE);
                    end.countDown();
                };
        on("TERM", told);
        on("INT", told);
        return end;
    }

    /// @param name without `SIG`
    static void on(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var listener =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                if (method.getDeclaringClass() == Object.class)
                                    return switch (method.getName()) {
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        case "equals" ->
                                                arguments.length == 1 && proxy == arguments[0];
                                        default -> "Signals";
                                    };
                                action.run();
                                return proxy;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }
}
