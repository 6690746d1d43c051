package io.switchhook.pbx.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What users, domains, names and passwords may be. Each check gives what is wrong, or nothing.
public final class AccountRules {
    static final int USER = 64;
    static final int DOMAIN = 253;
    static final int NAME = 128;
    static final int PASSWORD = 128;

    /// `unreserved` and `user-unreserved` of RFC 3261 §25.1, beside letters and digits. Others would need escapes, which
    /// phones get wrong; a colon would make the digest ambiguous.
    private static final String MARKS = "-_.!~*'()&=+$,;?/";

    private AccountRules() {}

    public static Optional<String> user(String user) {
        if (user.isEmpty()) return Optional.of("user is empty");
        if (user.length() > USER)
            return Optional.of("user is longer than " + USER + " characters: " + shown(user));
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (!isAlphanumeric(c) && MARKS.indexOf(c) < 0)
                return Optional.of(
                        "user "
                                + shown(user)
                                + " may not hold "
                                + shown(c)
                                + "; allowed are letters, digits and "
                                + MARKS);
        }
        return Optional.empty();
    }

    /// A host as a SIP URI has it; IPv6 addresses in square brackets.
    public static Optional<String> domain(String domain) {
        if (domain.isEmpty()) return Optional.of("domain is empty");
        if (domain.length() > DOMAIN)
            return Optional.of("domain is longer than " + DOMAIN + " characters: " + shown(domain));
        if (domain.startsWith("[") && domain.endsWith("]")) return Optional.empty();
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '.' && c != '_')
                return Optional.of("domain " + shown(domain) + " may not hold " + shown(c));
        }
        if (domain.startsWith(".") || domain.contains(".."))
            return Optional.of("domain " + shown(domain) + " has an empty label");
        return Optional.empty();
    }

    public static Optional<String> name(String name) {
        return text("name", name, NAME);
    }

    public static Optional<String> password(String password) {
        if (password.isEmpty()) return Optional.of("password is empty");
        return text("password", password, PASSWORD);
    }

    /// The first thing that is wrong with an account for one of these domains.
    static Optional<String> account(NewAccount account, String realm, List<String> domains) {
        return person(account, realm, domains).or(() -> password(account.password()));
    }

    /// The same, its password aside.
    static Optional<String> person(NewAccount account, String realm, List<String> domains) {
        return user(account.user())
                .or(() -> account.domain().flatMap(domain -> ours(domain, domains)))
                .or(() -> name(account.name()))
                .or(() -> account.features().fault(account.user(), realm, domains));
    }

    private static Optional<String> ours(String domain, List<String> domains) {
        var wrong = domain(domain);
        if (wrong.isPresent() || domains.contains(domain.toLowerCase(Locale.ROOT))) return wrong;
        return Optional.of(
                "domain "
                        + shown(domain)
                        + " is none of this server's: "
                        + String.join(", ", domains));
    }

    private static Optional<String> text(String what, String text, int most) {
        if (text.length() > most)
            return Optional.of(what + " is longer than " + most + " characters");
        for (int i = 0; i < text.length(); i++)
            if (Character.isISOControl(text.charAt(i)))
                return Optional.of(what + " may not hold " + shown(text.charAt(i)));
        return Optional.empty();
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /// In quotes, cut, and with nothing that could disturb a terminal.
    static String shown(String text) {
        var out = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            if (i == USER) return out.append("...'").toString();
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? '?' : c);
        }
        return out.append('\'').toString();
    }

    private static String shown(char c) {
        if (c == ' ') return "a space";
        if (c < ' ' || c >= 0x7f) return "the character U+%04X".formatted((int) c);
        return "'" + c + "'";
    }
}
