package io.switchhook.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Phones in service as the console might see them, which tell HTML wherever they can. Nothing that is asked of it is done.
final class SampleService implements ServiceView, RolloutView {
    private static final Instant SINCE = Instant.parse("2026-03-02T09:15:00Z");
    private static final List<String> HTML = SampleViews.HTML;
    private static final Rollout ROLLOUT =
            new Rollout(
                    HTML.getFirst(), "stopped", HTML.getLast(), true, 50_000, 49_000, 9, 980, 6, 5);

    @Override
    public List<Note> notes(String mac) {
        return HTML.stream().map(it -> new Note(SINCE, "check-sync", it)).toList();
    }

    @Override
    public Log log(String mac) {
        return new Log(HTML.stream().map(it -> new LogLine(SINCE, "warning", it, it)).toList(), 7);
    }

    @Override
    public void tell(String mac, Nudge nudge, String by) {}

    @Override
    public int tellAll(Optional<String> group, Optional<String> model, Nudge nudge, String by) {
        return 2;
    }

    @Override
    public Optional<Rollout> rollout() {
        return Optional.of(ROLLOUT);
    }

    @Override
    public Rollout take(Step step, String by) {
        return ROLLOUT;
    }
}
