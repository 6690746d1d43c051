package io.switchhook.sip.transport;

import io.switchhook.sip.transport.NameService.Srv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// In which order the servers of a service are tried: RFC 2782, "Usage rules".
final class SrvOrder {
    private SrvOrder() {}

    /// By priority; within one priority at random, a server of twice the weight being twice as likely to come first.
    static List<Srv> of(List<Srv> servers, RandomGenerator random) {
        // Those of weight 0 stand first, so that they have a very small chance.
        var left = new ArrayList<>(servers);
        left.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
        var ordered = new ArrayList<Srv>(left.size());
        while (!left.isEmpty()) ordered.add(left.remove(next(left, random)));
        return ordered;
    }

    private static int next(List<Srv> left, RandomGenerator random) {
        int priority = left.getFirst().priority();
        int sum = 0;
        for (var server : left) if (server.priority() == priority) sum += server.weight();
        int drawn = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < left.size(); i++) {
            running += left.get(i).weight();
            if (running >= drawn) return i;
        }
        return 0;
    }
}
