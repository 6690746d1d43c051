package io.switchhook.phone.settings;

import java.util.Locale;
import java.util.Optional;

/// A section of a configuration file in the old form, under which the lines that follow stand.
///
/// @param name in lower case and without the number, such as `audio` of `[ audio0 ]`
/// @param number behind the name, or -1
/// @param path what the line `path = …` says; empty before it
record M1Section(String name, int number, String path) {
    private static final String ACCOUNT_FILE = "/config/voip/sipaccount";
    private static final int NO_NUMBER = -1;
    private static final int LARGEST_NUMBER = 999;

    /// Reads `[ name ]`.
    static Optional<M1Section> named(String line) {
        if (line.length() < 3 || !line.endsWith("]")) return Optional.empty();
        String name = line.substring(1, line.length() - 1).strip().toLowerCase(Locale.ROOT);
        int digits = name.length();
        while (digits > 0 && isDigit(name.charAt(digits - 1))) digits--;
        if (digits == 0) return Optional.empty();
        return Optional.of(
                new M1Section(name.substring(0, digits), number(name.substring(digits)), ""));
    }

    M1Section at(String path) {
        return new M1Section(name, number, path.toLowerCase(Locale.ROOT));
    }

    /// The name in the new form of a key in this section.
    ///
    /// Accounts are counted from 0 by file, codecs from 0 by section, keys from 1.
    Optional<String> parameter(String key) {
        String last = key.toLowerCase(Locale.ROOT);
        int trailing = NO_NUMBER;
        var pattern = M1Names.parameter(name, last);
        if (pattern.isEmpty()) {
            int digits = last.length();
            while (digits > 0 && isDigit(last.charAt(digits - 1))) digits--;
            trailing = number(last.substring(digits));
            pattern = M1Names.parameter(name, last.substring(0, digits) + "#");
        }
        if (pattern.isEmpty()) return pattern;
        return numbered(pattern.get(), trailing);
    }

    private Optional<String> numbered(String pattern, int trailing) {
        String named = pattern;
        if (named.startsWith("account.X.")) {
            int account = account();
            if (account == NO_NUMBER) return Optional.empty();
            named = named.replace(".X.", "." + (account + 1) + ".");
        }
        if (named.contains(".Y.") || named.contains(".N.")) {
            if (number == NO_NUMBER) return Optional.empty();
            named =
                    named.replace(".Y.", "." + (number + 1) + ".")
                            .replace(".N.", "." + number + ".");
        }
        if (!named.endsWith(".X")) return Optional.of(named);
        if (trailing == NO_NUMBER) return Optional.empty();
        return Optional.of(named.replace(".X", "." + (trailing + 1)));
    }

    /// The old form has the time before a call is forwarded in seconds, the new one in units of six.
    String inNewUnits(String key, String value) {
        if (!name.equals("timeoutfwd") || !key.equalsIgnoreCase("Timeout")) return value;
        int seconds = number(value);
        return seconds == NO_NUMBER ? value : Integer.toString((seconds + 5) / 6);
    }

    private int account() {
        if (!path.startsWith(ACCOUNT_FILE) || !path.endsWith(".cfg")) return NO_NUMBER;
        return number(path.substring(ACCOUNT_FILE.length(), path.length() - ".cfg".length()));
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 3) return NO_NUMBER;
        for (int i = 0; i < digits.length(); i++) if (!isDigit(digits.charAt(i))) return NO_NUMBER;
        return Math.min(LARGEST_NUMBER, Integer.parseInt(digits));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
