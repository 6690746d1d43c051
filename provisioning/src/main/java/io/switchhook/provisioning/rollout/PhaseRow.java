package io.switchhook.provisioning.rollout;

import java.time.Instant;

/// A [Phase] in columns.
///
/// @param at where a paused or stopped roll-out was; empty for others
/// @param until the end of soaking, in milliseconds since 1970; 0 for others
record PhaseRow(String phase, String at, long until, String why) {
    static PhaseRow of(Phase phase) {
        return switch (phase) {
            case Phase.Planned _ -> new PhaseRow("PLANNED", "", 0, "");
            case Phase.Active active -> new PhaseRow(word(active), "", until(active), "");
            case Phase.Paused(var at) -> new PhaseRow("PAUSED", word(at), until(at), "");
            case Phase.Stopped(var why, var at) ->
                    new PhaseRow("STOPPED", word(at), until(at), why);
            case Phase.Done _ -> new PhaseRow("DONE", "", 0, "");
        };
    }

    private static String word(Phase.Active active) {
        return switch (active) {
            case Phase.Canaries _ -> "CANARIES";
            case Phase.Soaking _ -> "SOAKING";
            case Phase.Rolling _ -> "ROLLING";
        };
    }

    private static long until(Phase.Active active) {
        return active instanceof Phase.Soaking(var until) ? until.toEpochMilli() : 0;
    }

    Phase read() {
        return switch (phase) {
            case "PLANNED" -> new Phase.Planned();
            case "PAUSED" -> new Phase.Paused(active(at));
            case "STOPPED" -> new Phase.Stopped(why, active(at));
            case "DONE" -> new Phase.Done();
            default -> active(phase);
        };
    }

    private Phase.Active active(String word) {
        return switch (word) {
            case "CANARIES" -> new Phase.Canaries();
            case "SOAKING" -> new Phase.Soaking(Instant.ofEpochMilli(until));
            case "ROLLING" -> new Phase.Rolling();
            default -> throw new IllegalStateException("no phase: " + word);
        };
    }
}
