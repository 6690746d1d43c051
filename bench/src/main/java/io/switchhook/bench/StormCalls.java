package io.switchhook.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Calls between two groups of UDP phones, on a thread of their own: they show what the others notice of a storm.
final class StormCalls implements AutoCloseable {
    static final int PARTIES = 20;
    private static final int RATE = 20;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final StormText text = new StormText(new SplittableRandom());
    private final List<StormPhone> phones = new ArrayList<>();
    private final Map<Integer, StormCall> calls = new HashMap<>();
    private final StormOffice callers;
    private final StormCallees callees;
    private boolean ended;
    private int made;

    /// From the first INVITE, with the challenge between.
    final StormTimes toProvisional = new StormTimes();

    final StormTimes toAnswer = new StormTimes();

    /// As [#toAnswer], by the five seconds in which the calls began.
    private final List<StormTimes> course = new ArrayList<>();

    private long begin = System.nanoTime();

    /// By what came instead of a 200.
    final Map<String, Integer> failures = new TreeMap<>();

    StormCalls(ServerProcess server) {
        callers = new StormOffice(group, "127.2.0.1", server.udp(), this::received);
        callees = new StormCallees(loop);
        var called = new StormOffice(group, "127.2.0.2", server.udp(), this::receivedByCallee);
        callees.use(called);
        var tally = new StormTally();
        for (int i = 0; i < 2 * PARTIES; i++) {
            var phone = new StormPhone(i, user(i), loop, text, tally);
            phone.use(i < PARTIES ? callers : called);
            phones.add(phone);
        }
    }

    /// The first half calls, the other half is called.
    static String user(int party) {
        return "90" + (10 + party);
    }

    private void received(String message) {
        int start = message.indexOf(";branch=z9hG4bK") + 15;
        int end = message.indexOf('-', start);
        if (start < 15 || end < start + 2) return;
        int number = Integer.parseInt(message, start + 1, end, 10);
        if (message.charAt(start) == 's') phones.get(number).received(message);
        else if (calls.get(number) instanceof StormCall call) call.received(message);
    }

    private void receivedByCallee(String message) {
        if (StormText.status(message) != 0) received(message);
        else callees.received(message);
    }

    /// The phones register, as all do, and call until [#end()]. They do not wait for the 200: the server still knows where they
    /// are.
    void begin() throws Exception {
        begin = System.nanoTime();
        register(() -> loop.schedule(this::next, 10, TimeUnit.MILLISECONDS));
    }

    /// As phones do that are switched on.
    void register() throws Exception {
        register(() -> {});
    }

    private void register(Runnable then) throws Exception {
        loop.submit(
                        () -> {
                            var tally = new StormTally();
                            for (var phone : phones) {
                                phone.rest();
                                phone.comeBack(0, tally);
                            }
                            then.run();
                        })
                .get();
    }

    private void next() {
        if (ended) return;
        loop.schedule(this::next, 1000 / RATE, TimeUnit.MILLISECONDS);
        int number = made++;
        int caller = number % PARTIES;
        var call = new StormCall(number, user(caller), user(PARTIES + caller), callers, this, text);
        calls.put(number, call);
        call.invite();
    }

    EventLoop loop() {
        return loop;
    }

    String calleeContact(String user) {
        return callees.contact(user);
    }

    /// @param start of the call
    void answered(long start) {
        long now = System.nanoTime();
        toAnswer.add(now - start);
        int which = (int) ((start - begin) / 5_000_000_000L);
        while (course.size() <= which) course.add(new StormTimes());
        course.get(which).add(now - start);
    }

    /// In milliseconds.
    String courseOfAnswers() {
        return course.stream()
                .map(times -> String.format(Locale.ROOT, "%.0f", times.at(0.99)))
                .collect(Collectors.joining(" "));
    }

    /// It is over, and was answered or not.
    void over(int number, String failure) {
        calls.remove(number);
        if (!failure.isEmpty()) failures.merge(failure, 1, Integer::sum);
    }

    /// No call begins any more; returns when the last one is over, and how many there were.
    int end() throws Exception {
        loop.submit(() -> ended = true).get();
        while (loop.submit(calls::size).get() > 0) TimeUnit.MILLISECONDS.sleep(100);
        return made;
    }

    @Override
    public void close() {
        group.shutdownGracefully().awaitUninterruptibly();
    }
}
