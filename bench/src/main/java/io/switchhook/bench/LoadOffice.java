package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// All phones of a load, with their sockets, before one server: callers on one side, those who register and are called on the
/// other. Exchanges begin at a steady rate, whatever became of the ones before (open loop).
final class LoadOffice implements AutoCloseable {
    static final String DOMAIN = "bench.local";
    static final String PASSWORD = "secret";

    /// Before the load phones register at this rate, a second, at least.
    private static final int PREPARING = 250;

    private static final int MOST_PREPARING = 20_000;

    /// So many seconds without one that could register, and it is given up.
    private static final int TRIES = 5;

    /// A prime above all numbers of phones.
    private static final long SCATTER = 2_654_435_761L;

    /// In seconds, for what ends with something else.
    private static final int LONGEST = 7_200;

    /// New users of whom a load warms up with.
    private static final int FAMILIAR = 200;

    private final Load load;
    private final Load.Needs needs;
    private final LoadLoop loop = new LoadLoop();
    private final LoadStreams streams;
    private final LoadCallees callees = new LoadCallees(this);

    /// As many as callers, of which each has a connection, or one socket for all.
    private final List<Wire> calling = new ArrayList<>();

    /// As many as phones that have a connection each, or one socket for each contact of a user.
    private final List<Wire> called = new ArrayList<>();

    private final Pace pace = new Pace(PREPARING, MOST_PREPARING);
    private LoadTally tally = new LoadTally();
    private @Nullable LoadSlice slice;
    private int made;
    private int newcomers;
    private volatile boolean warming;

    LoadOffice(Load load, ContestServer server) throws IOException, InterruptedException {
        this(load, load.needs(), server);
    }

    /// @param needs what there is, instead of what the load asks for
    LoadOffice(Load load, Load.Needs needs, ContestServer server)
            throws IOException, InterruptedException {
        this.load = load;
        this.needs = needs;
        var address = server.address(needs.transport());
        streams = new LoadStreams(loop, address, needs.transport().equals("TLS"));
        if (needs.transport().equals("UDP")) loop.ask(() -> openSockets(address));
        else openConnections(needs.phones());
    }

    private int openSockets(InetSocketAddress server) throws IOException {
        calling.add(loop.udp(server, this::answered));
        for (int i = 0; i < needs.contacts(); i++) {
            int place = i;
            called.add(loop.udp(server, message -> arrived(message, place)));
        }
        return called.size();
    }

    private void openConnections(int phones) throws IOException, InterruptedException {
        int callers = load == Load.IDLE_TLS ? 0 : phones;
        for (int i = 0; i < callers; i++) calling.add(streams.connect(this::answered));
        for (int i = 0; i < phones; i++) {
            int place = i;
            called.add(streams.connect(message -> heard(message, place)));
        }
    }

    private void heard(String message, int connection) {
        if (message.equals("\r\n")) {
            if (exchange(-1 - connection) instanceof PingExchange ping) ping.answered();
        } else if (StormText.status(message) != 0) {
            answered(message);
        } else {
            callees.received(message, called.get(connection), 0);
        }
    }

    private void arrived(String message, int place) {
        if (StormText.status(message) != 0) answered(message);
        else callees.received(message, called.get(place), place);
    }

    private void answered(String response) {
        int status = StormText.status(response);
        if (status == 0) return;
        var exchange = exchange(LoadText.number(response));
        if (exchange != null)
            exchange.received(response, status, StormText.value(response, "CSeq"));
        else if (status >= 200) tally.strays++;
    }

    private @Nullable Exchange exchange(int number) {
        return slice == null ? null : slice.exchange(number);
    }

    LoadLoop loop() {
        return loop;
    }

    LoadTally tally() {
        return tally;
    }

    void over(Exchange exchange) {
        if (slice != null) slice.over(exchange);
    }

    static String user(int number) {
        return "u" + (1_000_000 + number);
    }

    /// Lines to import, for a server that has to know its users.
    static List<String> accounts(int number) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < number; i++) lines.add(user(i) + "," + PASSWORD + ",");
        return lines;
    }

    /// All phones that the load needs register, each with all its contacts, as fast as the server follows.
    ///
    /// @return how many did not
    int register() throws IOException, InterruptedException {
        return register(0, contacts());
    }

    /// How many contacts all phones that the load needs have together.
    int contacts() {
        return needs.phones() * needs.contacts();
    }

    /// Some of those that there are, about a second's worth at a time; those refused come again.
    ///
    /// @param first of the phones' contacts, from 0
    /// @param end behind the last
    /// @return how many did not
    int register(int first, int end) throws IOException, InterruptedException {
        var refused = new ArrayDeque<Integer>();
        int next = first;
        int vain = 0;
        while (vain < TRIES && (next < end || !refused.isEmpty())) {
            int most = (int) pace.rate();
            var now = new ArrayList<Integer>();
            while (now.size() < most && !refused.isEmpty()) now.add(refused.poll());
            while (now.size() < most && next < end) now.add(next++);
            var played =
                    play(
                            now.size(),
                            pace.rate(),
                            (number, index) -> registration(number, now.get(index), refused));
            pace.tell(refused.isEmpty() && played.retransmissions <= now.size() / 20);
            vain = played.done == 0 ? vain + 1 : 0;
            if (!refused.isEmpty())
                TimeUnit.SECONDS.sleep(1L << vain); // a cold server asks for time
        }
        return refused.size() + end - next;
    }

    /// Makes calls that stay up, of which none is ended.
    ///
    /// @param rate calls a second
    LoadTally open(int count, double rate) throws IOException, InterruptedException {
        return play(count, rate, (number, _) -> call(number, CallExchange.Kind.LASTING));
    }

    private Exchange registration(int number, int binding, Deque<Integer> refused) {
        int phone = binding % needs.phones();
        var wire = wireOf(phone, binding / needs.phones());
        return new RegisterExchange(this, number, wire, user(phone), 1) {
            @Override
            void over(String failure) {
                super.over(failure);
                if (!failure.isEmpty()) refused.add(binding);
            }
        };
    }

    private Wire wireOf(int phone, int contact) {
        return isStream() ? called.get(phone) : called.get(contact);
    }

    private boolean isStream() {
        return !needs.transport().equals("UDP");
    }

    /// As the load itself, but with users that may come again where the load has new ones.
    LoadTally warmUp(int count, double rate) throws IOException, InterruptedException {
        return warmUp(load, count, rate);
    }

    /// As [#play(Load, int, double)], likewise.
    LoadTally warmUp(Load what, int count, double rate) throws IOException, InterruptedException {
        warming = true;
        try {
            return play(what, count, rate);
        } finally {
            warming = false;
        }
    }

    /// How many users a server has to know for a load.
    ///
    /// @param exchanges to be played, those of warming up aside
    static int users(Load load, int exchanges) {
        return load == Load.REGISTER_DIGEST ? FAMILIAR + exchanges : load.needs().phones();
    }

    private int newcomer(int index) {
        return warming ? index % FAMILIAR : FAMILIAR + newcomers++;
    }

    /// The load itself.
    ///
    /// @param rate exchanges a second
    LoadTally play(int count, double rate) throws IOException, InterruptedException {
        return play(load, count, rate);
    }

    /// Another load with the same phones.
    ///
    /// @param what needs the same or less, over the same transport
    LoadTally play(Load what, int count, double rate) throws IOException, InterruptedException {
        return play(count, rate, (number, index) -> exchange(what, number, index));
    }

    /// The load itself, until something else is over, [#LONGEST] seconds at most.
    ///
    /// @param isOver asked often
    LoadTally playUntil(BooleanSupplier isOver, double rate)
            throws IOException, InterruptedException {
        return play(
                (int) Math.ceil(rate * LONGEST),
                rate,
                isOver,
                (number, index) -> exchange(load, number, index));
    }

    private interface Maker {
        /// @param number of the exchange, which no other ever has
        /// @param index of this slice
        Exchange make(int number, int index);
    }

    private Exchange exchange(Load what, int number, int index) {
        int phone = phone(number);
        return switch (what) {
            case REGISTER, REGISTER_DIGEST ->
                    new RegisterExchange(this, number, called.getFirst(), user(newcomer(index)), 1);
            case REFRESH, REFRESH_DIGEST, STORM ->
                    new RegisterExchange(this, number, called.getFirst(), user(phone), 1);
            case REFRESH_CHAIN ->
                    new RegisterExchange(this, number, called.getFirst(), user(phone), 10);
            case CALL, CALL_DIGEST, FORK, CALL_TCP, CALL_TLS ->
                    call(number, CallExchange.Kind.PLAIN);
            case HOLD -> call(number, CallExchange.Kind.HELD);
            case UNKNOWN ->
                    new CallExchange(
                            this,
                            number,
                            calling.getFirst(),
                            "caller",
                            "nobody" + number,
                            CallExchange.Kind.UNKNOWN);
            case OPTIONS -> new OptionsExchange(this, number, calling.getFirst());
            case IDLE_TLS -> {
                int connection = index % called.size();
                yield new PingExchange(this, -1 - connection, called.get(connection));
            }
        };
    }

    /// All in turn, of whom two that follow each other are far apart: neighbors in a server's memory would be cheaper.
    private int phone(int number) {
        return (int) (number * SCATTER % Math.max(1, needs.phones()));
    }

    private Exchange call(int number, CallExchange.Kind kind) {
        int phones = needs.phones();
        int callee = phone(number);
        int caller = (callee + phones / 2) % phones;
        var wire = isStream() ? calling.get(caller) : calling.getFirst();
        return new CallExchange(this, number, wire, user(caller), user(callee), kind);
    }

    private LoadTally play(int count, double rate, Maker maker)
            throws IOException, InterruptedException {
        return play(count, rate, () -> false, maker);
    }

    private LoadTally play(int count, double rate, BooleanSupplier isOver, Maker maker)
            throws IOException, InterruptedException {
        var all =
                loop.ask(() -> {
                    tally = new LoadTally();
                    slice =
                            new LoadSlice(
                                    loop,
                                    tally,
                                    count,
                                    rate,
                                    isOver,
                                    index -> maker.make(made++, index));
                    return slice.begin();
                });
        long longest = (long) (count / rate * 1000) + 3 * LoadSlice.PATIENCE;
        try {
            return all.get(longest, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the generator of the load stands still", e);
        }
    }

    @Override
    public void close() {
        streams.close();
        loop.close();
    }
}
