package io.switchhook.sip.event;

import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Body;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A package whose resource is one text; its documents are `version full text` and `version changed text`.
final class Weather implements EventPackage {
    static final MediaType TYPE = MediaType.of("text", "weather");

    private final List<Report> reports = new ArrayList<>();
    private String text = "sunny";
    boolean broken;

    void becomes(String now) {
        text = now;
        List.copyOf(reports).forEach(report -> report.audience.changed());
    }

    void end(TerminationReason reason) {
        List.copyOf(reports).forEach(report -> report.audience.ended(reason));
    }

    int watched() {
        return reports.size();
    }

    @Override
    public String name() {
        return "weather";
    }

    @Override
    public MediaType contentType() {
        return TYPE;
    }

    @Override
    public Duration defaultDuration() {
        return Duration.ofSeconds(1000);
    }

    @Override
    public Duration pace() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Publication publish(Subscriber subscriber, Audience audience) {
        if (broken) throw new IllegalStateException("no weather today");
        var report = new Report(audience);
        reports.add(report);
        return report;
    }

    private final class Report implements Publication {
        private final Audience audience;
        private int version;
        private String told = "";

        Report(Audience audience) {
            this.audience = audience;
        }

        @Override
        public Body full() {
            told = text;
            return Body.of(version++ + " full " + text);
        }

        @Override
        public Optional<Body> changes() {
            if (told.equals(text)) return Optional.empty();
            told = text;
            return Optional.of(Body.of(version++ + " changed " + text));
        }

        @Override
        public void close() {
            reports.remove(this);
        }
    }
}
