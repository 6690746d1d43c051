package io.switchhook.bench;

import java.util.List;
import java.util.Locale;

/// The parts of a server among which its processor time is divided.
enum Floor {
    MESSAGE("sip.message", "sip.header", "sip.uri", "sip.grammar", "sdp"),
    TRANSPORT("sip.transport"),
    TRANSACTION("sip.transaction"),
    UA("sip.ua", "sip.dialog", "sip.event", "sip.auth"),
    PROXY("sip.proxy"),
    REGISTRAR("sip.registrar"),
    PBX("pbx"),
    MEDIA("media"),
    LADDER("ladder"),
    CONSOLE("console"),
    SERVER("server"),
    NETTY,
    JDK,
    KERNEL,
    UNKNOWN;

    private static final String OURS = "io.switchhook.";

    private final List<String> packages;

    Floor(String... packages) {
        this.packages = List.of(packages);
    }

    String label() {
        return this == KERNEL ? "kernel, system calls" : name().toLowerCase(Locale.ROOT);
    }

    /// One line of a stack.
    ///
    /// @param type its class, with its package
    /// @param isNative it is a native method, in which time is the kernel's
    record Frame(String type, String method, boolean isNative) {
        boolean isOurs() {
            return type.startsWith(OURS);
        }

        @Override
        public String toString() {
            int lambda = type.indexOf("$$Lambda"); // what follows differs from run to run
            var name = lambda < 0 ? type : type.substring(0, lambda);
            return name.substring(name.lastIndexOf('.') + 1) + "." + method;
        }
    }

    /// Who has to answer for the top of a stack: the kernel for a native method, else the topmost floor of ours, with what it
    /// called of the JDK.
    ///
    /// @param stack the top first
    static Floor of(List<Frame> stack) {
        if (stack.isEmpty()) return UNKNOWN;
        if (stack.getFirst().isNative()) return KERNEL;
        var own = own(stack);
        if (own.isOurs()) return ofPackage(own.type().substring(OURS.length()));
        return stack.stream().anyMatch(frame -> frame.type().startsWith("io.netty.")) ? NETTY : JDK;
    }

    /// The topmost frame of ours; the top if there is none.
    static Frame own(List<Frame> stack) {
        for (var frame : stack) if (frame.isOurs()) return frame;
        return stack.getFirst();
    }

    private static Floor ofPackage(String name) {
        for (var floor : values())
            for (var prefix : floor.packages) if (name.startsWith(prefix + ".")) return floor;
        return UNKNOWN;
    }
}
