package io.switchhook.sip.header;

/// What a request asks for: RFC 3261 §7.1. Compares with regard to case.
public sealed interface Method {
    Method INVITE = Known.INVITE;
    Method ACK = Known.ACK;
    Method BYE = Known.BYE;
    Method CANCEL = Known.CANCEL;
    Method OPTIONS = Known.OPTIONS;
    Method REGISTER = Known.REGISTER;
    Method PRACK = Known.PRACK;
    Method SUBSCRIBE = Known.SUBSCRIBE;
    Method NOTIFY = Known.NOTIFY;
    Method PUBLISH = Known.PUBLISH;
    Method INFO = Known.INFO;
    Method REFER = Known.REFER;
    Method MESSAGE = Known.MESSAGE;
    Method UPDATE = Known.UPDATE;

    String name();

    /// The fourteen registered methods.
    enum Known implements Method {
        INVITE,
        ACK,
        BYE,
        CANCEL,
        OPTIONS,
        REGISTER,
        PRACK,
        SUBSCRIBE,
        NOTIFY,
        PUBLISH,
        INFO,
        REFER,
        MESSAGE,
        UPDATE;

        private static final Known[] ALL = values();
    }

    record Extension(String name) implements Method {}

    static Method of(String name) {
        for (var known : Known.ALL) if (known.name().equals(name)) return known;
        return new Extension(name);
    }

    /// The method whose name stands in these bytes; no text is made for a known one.
    static Method of(byte[] bytes, int start, int end) {
        for (var known : Known.ALL) {
            if (is(known.name(), bytes, start, end)) return known;
        }
        return new Extension(
                new String(bytes, start, end - start, java.nio.charset.StandardCharsets.UTF_8));
    }

    private static boolean is(String name, byte[] bytes, int start, int end) {
        if (name.length() != end - start) return false;
        for (int i = 0; i < name.length(); i++)
            if (name.charAt(i) != bytes[start + i]) return false;
        return true;
    }
}
