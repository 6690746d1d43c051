package io.switchhook.provisioning.model;

/// How many characters have to be put in, taken out or replaced, or two neighbors swapped, to make one word of another.
final class Distance {
    private static final int LONGEST = 128;

    private Distance() {}

    /// @param limit from which on it does not matter how far it is; it bounds the work
    static int between(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) return limit;
        if (a.length() > LONGEST || b.length() > LONGEST) return limit;
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) above[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] =
                        Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
                if (isSwapped(a, i, b, j)) row[j] = Math.min(row[j], before[j - 2] + 1);
                least = Math.min(least, row[j]);
            }
            if (least >= limit) return limit;
            int[] done = before;
            before = above;
            above = row;
            row = done;
        }
        return Math.min(limit, above[b.length()]);
    }

    private static boolean isSwapped(String a, int i, String b, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
