package io.switchhook.console;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `/metrics` shows. Nothing is counted here: each figure is read from its owner when somebody asks.
///
/// ```java
/// metrics.counter("switchhook_sip_messages_received", Unit.NONE, "SIP messages received.", "transport")
///         .add(() -> counters.received(UDP), "udp")
///         .add(() -> counters.received(TCP), "tcp");
/// ```
public final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    /// What a figure counts; a part of the metric's name, as Prometheus has it.
    public enum Unit {
        /// Things.
        NONE(""),
        SECONDS("_seconds"),
        BYTES("_bytes"),
        /// From 0 to 1.
        RATIO("_ratio");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
        }
    }

    /// All series of one name.
    public static final class Family {
        private final String name;
        private final int labels;
        private final List<Series> series = new CopyOnWriteArrayList<>();

        private Family(String name, int labels) {
            this.name = name;
            this.labels = labels;
        }

        /// @param values of the labels, as many as the family has
        public Family add(LongSupplier figure, String... values) {
            return addDouble(figure::getAsLong, values);
        }

        /// @param values of the labels, as many as the family has
        public Family addDouble(DoubleSupplier figure, String... values) {
            if (values.length != labels)
                throw new IllegalArgumentException(
                        name + " has " + labels + " labels, not " + values.length);
            series.add(new Series(figure, values.clone()));
            return this;
        }

        private void collect(Sink sink) {
            for (var one : series) {
                try {
                    sink.put(one.figure.getAsDouble(), one.values);
                } catch (RuntimeException e) {
                    // One owner that cannot tell must not hide the others.
                    LOG.warn("cannot read {}", name, e);
                }
            }
        }
    }

    private record Series(DoubleSupplier figure, String[] values) {}

    private interface Sink {
        void put(double value, String... labels);
    }

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    /// A figure that only goes up; `_total` is added to its name.
    ///
    /// @param name without unit and `_total`
    public Family counter(String name, Unit unit, String help, String... labels) {
        var family = new Family(name + unit.suffix, labels.length);
        CounterWithCallback.builder()
                .name(family.name)
                .help(help)
                .labelNames(labels)
                .callback(callback -> family.collect(callback::call))
                .register(registry);
        return family;
    }

    /// A figure that goes up and down.
    ///
    /// @param name without unit
    public Family gauge(String name, Unit unit, String help, String... labels) {
        var family = new Family(name + unit.suffix, labels.length);
        GaugeWithCallback.builder()
                .name(family.name)
                .help(help)
                .labelNames(labels)
                .callback(callback -> family.collect(callback::call))
                .register(registry);
        return family;
    }

    MetricSnapshots scrape() {
        return registry.scrape();
    }

    ExpositionFormatWriter writerFor(String accept) {
        return formats.findWriter(accept);
    }

    /// All of it in the text format of Prometheus.
    public String text() {
        return formats.getPrometheusTextFormatWriter().toDebugString(scrape());
    }
}
