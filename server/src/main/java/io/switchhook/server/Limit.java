package io.switchhook.server;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Every bound of the process: `limits` of the configuration.
enum Limit {
    HEAD(
            "head",
            Size.of("64 KiB"),
            "1 KiB",
            "1 MiB",
            "start line and header lines of a message; past it 513"),
    BODY("body", Size.of("1 MiB"), "1 KiB", "64 MiB", "body of a message on a stream; past it 413"),
    HEADER_LINES(
            "headerLines", Count.of(256), "16", "65536", "header lines of a message; past it 400"),
    HANDSHAKE(
            "handshake",
            Span.of("10 s"),
            "1 s",
            "5 min",
            "TLS and WebSocket handshakes of a connection, together"),
    MESSAGE(
            "message",
            Span.of("30 s"),
            "1 s",
            "5 min",
            "from the first byte of a message on a stream to its last"),
    IDLE(
            "idle",
            Span.of("15 min"),
            "10 s",
            "24 h",
            "a connection without a sound, keep-alives included"),
    CONNECT("connect", Span.of("5 s"), "100 ms", "1 min", "a connection attempt"),
    QUEUED(
            "queued",
            Size.of("1 MiB"),
            "64 KiB",
            "64 MiB",
            "what waits for a peer that does not read; past it the connection is closed"),
    CONNECTIONS(
            "connections",
            Count.of(100_000),
            "1",
            "1000000",
            "open connections; past it new ones are closed"),
    CONNECTIONS_PER_ADDRESS(
            "connectionsPerAddress",
            Count.of(10_000),
            "1",
            "1000000",
            "open connections from or to one address"),
    SOCKET_BUFFER(
            "socketBuffer",
            Size.of("4 MiB"),
            "64 KiB",
            "256 MiB",
            "asked of the kernel for a UDP socket, each way"),
    MTU(
            "mtu",
            Size.of("1300 B"),
            "576 B",
            "64 KiB",
            "a larger request goes over TCP if nobody chose the transport (RFC 3261 §18.1.1)"),
    TCP_REFUSAL(
            "tcpRefusal",
            Span.of("10 min"),
            "1 s",
            "24 h",
            "how long an address that took no TCP connection is not asked again"),
    STREAM_THREADS(
            "streamThreads",
            Count.of(0),
            "0",
            "64",
            "threads that serve connections; 0 for half as many as processors"),
    SHARDS(
            "shards",
            Count.of(0),
            "0",
            "64",
            "event loops that own the calls; 0 for half as many as processors"),
    SHARD_QUEUE(
            "shardQueue",
            Count.of(65_536),
            "1024",
            "1048576",
            "tasks that wait for one shard; past it messages are dropped"),
    TRANSACTIONS(
            "transactions",
            Count.of(200_000),
            "100",
            "10000000",
            "transactions in all; past it those that were answered are forgotten before their"
                    + " 32 s, then requests get 503 with Retry-After"),
    TIMER_C(
            "timerC",
            Span.of("181 s"),
            "181 s",
            "1 h",
            "an INVITE without a response (RFC 3261 §16.6 item 11)"),
    TARGETS("targets", Count.of(20), "1", "200", "places that one request is forwarded to"),
    ROUTES("routes", Count.of(16), "1", "100", "Route values of a request that are looked at"),
    CANDIDATES("candidates", Count.of(4), "1", "16", "addresses of one next hop that are tried"),
    REQUESTS_PER_CALL(
            "requestsPerCall",
            Count.of(64),
            "4",
            "10000",
            "requests of one Call-ID that wait for responses, and how often they may come back"
                    + " here"),
    BREADTH(
            "breadth",
            Count.of(60),
            "1",
            "10000",
            "branches that one request is on at once, here and beyond (RFC 5393 §5.3.3)"),
    RINGING(
            "ringing",
            Count.of(100),
            "0",
            "10000",
            "calls of one user that a phone gets which registers while they ring"),
    BINDINGS("bindings", Count.of(10), "1", "100", "contacts of one account"),
    ALL_BINDINGS(
            "allBindings",
            Count.of(1_000_000),
            "100",
            "100000000",
            "contacts of all accounts; past it registrations get 503 with Retry-After"),
    UNSAVED_REGISTRATIONS(
            "unsavedRegistrations",
            Count.of(20_000),
            "100",
            "1000000",
            "registrations that wait for the disk; past it registrations get 503 with Retry-After"),
    MINIMUM_EXPIRES(
            "minimumExpires", Span.of("60 s"), "1 s", "1 h", "a shorter registration gets 423"),
    MAXIMUM_EXPIRES(
            "maximumExpires",
            Span.of("1 h"),
            "1 min",
            "24 h",
            "a longer registration is cut to this; also what is granted if nothing is asked"),
    FLOW_TIMER(
            "flowTimer",
            Span.of("2 min"),
            "0 s",
            "1 h",
            "how often a phone with outbound is asked to keep its flow alive (RFC 5626 §4.4.1); 0 s"
                    + " to ask nothing"),
    PING_INTERVAL(
            "pingInterval",
            Span.of("60 s"),
            "0 s",
            "1 h",
            "a phone on UDP that says nothing for this long is asked by OPTIONS whether it is"
                    + " there; 0 s to ask never"),
    PINGS(
            "pings",
            Count.of(20_000),
            "1",
            "1000000",
            "such questions that wait for their answers; past it they are put off"),
    SUBSCRIPTIONS(
            "subscriptions",
            Count.of(200_000),
            "1",
            "10000000",
            "subscriptions of all accounts; past it SUBSCRIBE gets 503 with Retry-After"),
    SUBSCRIPTIONS_PER_ACCOUNT(
            "subscriptionsPerAccount",
            Count.of(100),
            "1",
            "100000",
            "subscriptions of one account; past it likewise"),
    MINIMUM_SUBSCRIPTION(
            "minimumSubscription",
            Span.of("60 s"),
            "1 s",
            "1 h",
            "a shorter subscription gets 423"),
    MAXIMUM_SUBSCRIPTION(
            "maximumSubscription",
            Span.of("2 h"),
            "1 h",
            "24 h",
            "a longer subscription is cut to this"),
    NOTIFY_RETRY(
            "notifyRetry",
            Span.of("30 s"),
            "1 s",
            "10 min",
            "after a NOTIFY without an answer, until the next; twice as long each further time"),
    NOTIFY_TRIES(
            "notifyTries",
            Count.of(4),
            "1",
            "10",
            "NOTIFYs in a row without an answer that end a subscription"),
    NONCE("nonce", Span.of("5 min"), "10 s", "24 h", "how long a challenge may be answered"),
    SOURCE_RATE(
            "sourceRate",
            Count.of(2000),
            "1",
            "1000000",
            "requests a second from one address, those of accounts known there aside; past it 503"
                    + " with Retry-After"),
    SOURCE_BURST(
            "sourceBurst", Count.of(50_000), "1", "1000000", "how many of these may come at once"),
    ACCOUNT_RATE(
            "accountRate",
            Count.of(50),
            "1",
            "1000000",
            "requests a second of one account from an address where it is known; past it 503 with"
                    + " Retry-After"),
    ACCOUNT_BURST(
            "accountBurst", Count.of(500), "1", "1000000", "how many of these may come at once"),
    WRONG_PASSWORDS(
            "wrongPasswords",
            Count.of(20),
            "1",
            "100000",
            "wrong answers to challenges that an address may give; past it it is banned"),
    FORGIVING(
            "forgiving",
            Span.of("1 min"),
            "1 s",
            "24 h",
            "after how long one wrong answer is forgotten"),
    BAN_TIME("banTime", Span.of("1 h"), "1 s", "720 h", "how long a ban lasts"),
    BANS(
            "bans",
            Count.of(10_000),
            "1",
            "1000000",
            "bans at once; past it those that come least often are forgotten"),
    SOURCES(
            "sources",
            Count.of(200_000),
            "100",
            "10000000",
            "addresses, and accounts at addresses, that are remembered; past it those that come"
                    + " least often are forgotten"),
    ACQUAINTANCE(
            "acquaintance",
            Span.of("24 h"),
            "1 min",
            "720 h",
            "how long an account is known at an address where it proved itself"),
    BEHIND(
            "behind",
            Span.of("500 ms"),
            "10 ms",
            "10 s",
            "how long a shard may be behind before it refuses requests, the least important first"),
    ACCOUNTS("accounts", Count.of(200_000), "1", "10000000", "accounts in all"),
    DEVICES("devices", Count.of(100_000), "1", "1000000", "devices that are adopted"),
    STRANGERS(
            "strangers",
            Count.of(1000),
            "1",
            "1000000",
            "devices that asked for their files and are not adopted; past it the one that asked"
                    + " least lately is forgotten"),
    VISITS(
            "visits",
            Count.of(50),
            "1",
            "10000",
            "in the history of one device; the oldest go first"),
    NOTES(
            "notes",
            Count.of(200),
            "1",
            "10000",
            "of what else happened to one device; the oldest go first"),
    SYNC_RATE(
            "syncRate",
            Count.of(20),
            "1",
            "1000",
            "devices a second that are told to look for new files"),
    LOG_RATE(
            "logRate",
            Count.of(50),
            "1",
            "100000",
            "lines of logs a second of one address; past it they are dropped"),
    LOG_BURST("logBurst", Count.of(500), "1", "100000", "how many of these may come at once"),
    LOG_CONNECTIONS(
            "logConnections",
            Count.of(10_000),
            "1",
            "1000000",
            "open connections for logs; past it new ones are closed"),
    LOG_DEVICE("logDevice", Size.of("32 KiB"), "1 KiB", "64 MiB", "lines of one device in memory"),
    LOG_MEMORY(
            "logMemory",
            Size.of("64 MiB"),
            "64 MiB",
            "16 GiB",
            "lines of all devices in memory; past it those of the one that was silent longest go"),
    ADOPTION(
            "adoption",
            Span.of("15 min"),
            "0 s",
            "24 h",
            "how long the first who asks is taken for a device that was adopted before it asked"),
    TOKEN("token", Span.of("24 h"), "1 min", "720 h", "the longest time that a token may be good"),
    FILE_RATE(
            "fileRate",
            Count.of(200),
            "1",
            "1000000",
            "files a second that one address may ask for; past it 503 with Retry-After"),
    FILE_BURST("fileBurst", Count.of(10_000), "1", "1000000", "how many of these may come at once"),
    FILES_AT_ONCE(
            "filesAtOnce",
            Count.of(2000),
            "1",
            "100000",
            "devices whose own files are made at the same time; past it 503 with Retry-After"),
    FILE_CONNECTIONS(
            "fileConnections",
            Count.of(1000),
            "1",
            "100000",
            "open connections for files; others wait"),
    FILE_CONNECTIONS_PER_ADDRESS(
            "fileConnectionsPerAddress",
            Count.of(200),
            "1",
            "100000",
            "of these, from one address; further ones are closed"),
    FILE_REQUEST(
            "fileRequest",
            Size.of("4 KiB"),
            "1 KiB",
            "64 KiB",
            "first line and header lines of a request for a file; past it 431"),
    FILE_TIME(
            "fileTime",
            Span.of("30 s"),
            "1 s",
            "10 min",
            "one request for a file, from its first byte to the last of the answer"),
    FILE_TRANSFERS(
            "fileTransfers",
            Count.of(500),
            "1",
            "10000",
            "files at once by TFTP; past it requests are not answered, and come again"),
    TFTP_RETRY(
            "tftpRetry",
            Span.of("1 s"),
            "100 ms",
            "10 s",
            "until a packet of TFTP that is not acknowledged is sent again, unless the client"
                    + " says"),
    RESOURCE(
            "resource",
            Size.of("4 MiB"),
            "1 KiB",
            "64 MiB",
            "a file of the folder `provisioning`; a larger one is not given out"),
    CONTROL_CONNECTIONS(
            "controlConnections",
            Count.of(16),
            "1",
            "1000",
            "commands that talk to the server at once"),
    CONTROL_REQUEST(
            "controlRequest", Size.of("64 KiB"), "4 KiB", "1 MiB", "one request of a command"),
    CONTROL_TIME(
            "controlTime",
            Span.of("2 min"),
            "1 s",
            "1 h",
            "one request of a command, from its first byte to the last of the answer"),
    IMPORT("import", Size.of("64 MiB"), "1 KiB", "1 GiB", "a file of accounts, or of devices"),
    CONSOLE_CONNECTIONS(
            "consoleConnections", Count.of(64), "1", "10000", "open connections to the console"),
    CONSOLE_VIEWERS(
            "consoleViewers",
            Count.of(32),
            "1",
            "10000",
            "browsers that are told at once of what happens; past it 503"),
    LADDER(
            "ladder",
            Size.of("32 MiB"),
            "0 B",
            "1 GiB",
            "messages and decisions that are remembered for the ladders; the oldest go first, 0 B"
                    + " for none"),
    LADDER_FILES(
            "ladderFiles",
            Size.of("512 MiB"),
            "0 B",
            "1024 GiB",
            "files of what the ladders no longer remember, in all; the oldest go first, 0 B for"
                    + " none"),
    LADDER_AGE("ladderAge", Span.of("720 h"), "1 h", "87600 h", "how old what stands in them gets"),
    LOG_QUEUE(
            "logQueue",
            Count.of(8192),
            "256",
            "1048576",
            "log lines that wait to be written; past it they are lost"),
    DRAIN("drain", Span.of("5 s"), "0 s", "1 h", "how long the end waits for transactions");

    private final String key;
    private final Quantity preset;
    private final Quantity least;
    private final Quantity most;
    private final String meaning;

    Limit(String key, Quantity preset, String least, String most, String meaning) {
        this.key = key;
        this.preset = preset;
        this.least = preset.parse(least);
        this.most = preset.parse(most);
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    Quantity preset() {
        return preset;
    }

    /// The smallest and the largest that is allowed.
    String range() {
        return least + " to " + most;
    }

    String meaning() {
        return meaning;
    }

    /// @throws IllegalArgumentException if it is no such quantity or out of range
    Quantity parse(String text) {
        var quantity = preset.parse(text);
        if (quantity.amount() < least.amount() || quantity.amount() > most.amount())
            throw new IllegalArgumentException("'" + text + "' is not from " + range());
        return quantity;
    }

    /// A number and what it counts.
    sealed interface Quantity {
        /// In pieces, bytes or milliseconds.
        long amount();

        /// Another of the same kind.
        Quantity parse(String text);
    }

    record Count(long amount) implements Quantity {
        static Count of(long amount) {
            return new Count(amount);
        }

        @Override
        public Count parse(String text) {
            if (!text.matches("\\d{1,12}"))
                throw new IllegalArgumentException("'" + text + "' is not a number");
            return new Count(Long.parseLong(text));
        }

        @Override
        public String toString() {
            return Long.toString(amount);
        }
    }

    record Size(long amount) implements Quantity {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB|GiB)?");

        static Size of(String text) {
            var form = FORM.matcher(text);
            if (!form.matches())
                throw new IllegalArgumentException(
                        "'" + text + "' is not a size such as 65536, 64 KiB or 1 MiB");
            String unit = form.group(2) == null ? "B" : form.group(2);
            return new Size(Long.parseLong(form.group(1)) << 10 * "BKMG".indexOf(unit.charAt(0)));
        }

        @Override
        public Size parse(String text) {
            return of(text);
        }

        @Override
        public String toString() {
            if (amount % (1 << 30) == 0 && amount > 0) return (amount >> 30) + " GiB";
            if (amount % (1 << 20) == 0 && amount > 0) return (amount >> 20) + " MiB";
            if (amount % (1 << 10) == 0 && amount > 0) return (amount >> 10) + " KiB";
            return amount + " B";
        }
    }

    record Span(long amount) implements Quantity {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(ms|s|min|m|h)");

        static Span of(String text) {
            var form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!form.matches())
                throw new IllegalArgumentException(
                        "'" + text + "' is not a time such as 500 ms, 5 s, 15 min or 1 h");
            long number = Long.parseLong(form.group(1));
            var duration =
                    switch (form.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofMinutes(number);
                    };
            return new Span(duration.toMillis());
        }

        @Override
        public Span parse(String text) {
            return of(text);
        }

        @Override
        public String toString() {
            if (amount > 0 && amount % 3_600_000 == 0) return amount / 3_600_000 + " h";
            if (amount > 0 && amount % 60_000 == 0) return amount / 60_000 + " min";
            if (amount % 1000 == 0) return amount / 1000 + " s";
            return amount + " ms";
        }
    }
}
