package io.switchhook.server;

import io.switchhook.server.Limit.Quantity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// All bounds of the process, each as configured or by default.
final class Limits {
    static final Limits DEFAULT = new Limits(Map.of());

    private final Map<Limit, Quantity> quantities = new EnumMap<>(Limit.class);

    Limits(Map<Limit, Quantity> configured) {
        for (var limit : Limit.values())
            quantities.put(limit, configured.getOrDefault(limit, limit.preset()));
    }

    /// In pieces or bytes.
    int number(Limit limit) {
        return Math.toIntExact(amount(limit));
    }

    long bytes(Limit limit) {
        return amount(limit);
    }

    Duration time(Limit limit) {
        return Duration.ofMillis(amount(limit));
    }

    private long amount(Limit limit) {
        return quantity(limit).amount();
    }

    Quantity quantity(Limit limit) {
        return Optional.ofNullable(quantities.get(limit)).orElseGet(limit::preset);
    }
}
