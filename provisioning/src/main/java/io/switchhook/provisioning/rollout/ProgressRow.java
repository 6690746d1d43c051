package io.switchhook.provisioning.rollout;

import java.time.Instant;

/// A [Progress] in columns.
///
/// @param told in milliseconds since 1970; 0 for who was not
/// @param attempt how often it was told; 0 where that is of no interest
record ProgressRow(String progress, long told, int attempt) {
    static ProgressRow of(Progress progress) {
        return switch (progress) {
            case Progress.Waiting(int attempts) -> new ProgressRow("WAITING", 0, attempts);
            case Progress.Told(var at, int attempt) ->
                    new ProgressRow("TOLD", at.toEpochMilli(), attempt);
            case Progress.Fetched(var at, int attempt) ->
                    new ProgressRow("FETCHED", at.toEpochMilli(), attempt);
            case Progress.Back(var at) -> new ProgressRow("BACK", at.toEpochMilli(), 0);
            case Progress.Away(var at) -> new ProgressRow("AWAY", at.toEpochMilli(), 0);
            case Progress.Failed(var at) -> new ProgressRow("FAILED", at.toEpochMilli(), 0);
            case Progress.Removed _ -> new ProgressRow("REMOVED", 0, 0);
        };
    }

    Progress read() {
        var at = Instant.ofEpochMilli(told);
        return switch (progress) {
            case "WAITING" -> new Progress.Waiting(attempt);
            case "TOLD" -> new Progress.Told(at, attempt);
            case "FETCHED" -> new Progress.Fetched(at, attempt);
            case "BACK" -> new Progress.Back(at);
            case "AWAY" -> new Progress.Away(at);
            case "FAILED" -> new Progress.Failed(at);
            case "REMOVED" -> new Progress.Removed();
            default -> throw new IllegalStateException("no progress: " + progress);
        };
    }
}
