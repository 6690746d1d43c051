package io.switchhook.server;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Which word was meant.
final class Nearest {
    private Nearest() {}

    /// The candidate that differs least, if it differs by little.
    static Optional<String> to(String word, Collection<String> candidates) {
        String best = "";
        int least = Math.max(1, word.length() / 3) + 1;
        for (var candidate : candidates) {
            int distance =
                    distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// `did you mean 'listen'?`, or all that is allowed.
    static String hint(String word, Collection<String> allowed) {
        return to(word, allowed)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "allowed are " + String.join(", ", allowed));
    }

    /// Levenshtein's, where exchanged neighbors count once.
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) {
                int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1))
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        return rows[a.length()][b.length()];
    }
}
