package io.switchhook.server;

import io.switchhook.console.PhonesView;
import io.switchhook.console.Slice;
import io.switchhook.pbx.directory.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Accounts and their phones, as the console shows them.
///
/// The order of tens of thousands is made once for all who turn pages within [#FRESH]. What a page shows is as it is at that moment.
final class Phones implements PhonesView {
    private static final Duration FRESH = Duration.ofSeconds(2);

    /// 999 before 1000.
    static final Comparator<String> BY_USER =
            Comparator.comparing((String user) -> !isNumber(user))
                    .thenComparing(user -> isNumber(user) ? user.length() : 0)
                    .thenComparing(Comparator.naturalOrder());

    private record Order(long made, List<String> users) {}

    private final Directory directory;
    private final SipServer sip;
    private final Function<String, Optional<Failure>> failures;
    private final boolean open;
    private final LongSupplier nanoTime;
    private volatile Order order;

    /// @param failures what went wrong last, by user
    /// @param open whether users without an account exist
    Phones(
            Directory directory,
            SipServer sip,
            Function<String, Optional<Failure>> failures,
            boolean open,
            LongSupplier nanoTime) {
        this.failures = failures;
        this.directory = directory;
        this.sip = sip;
        this.open = open;
        this.nanoTime = nanoTime;
        order = new Order(nanoTime.getAsLong() - FRESH.toNanos() - 1, List.of());
    }

    private static boolean isNumber(String user) {
        for (int i = 0; i < user.length(); i++)
            if (user.charAt(i) < '0' || user.charAt(i) > '9') return false;
        return true;
    }

    private List<String> users() {
        var known = order;
        long now = nanoTime.getAsLong();
        if (now - known.made() < FRESH.toNanos()) return known.users();
        var users = new HashSet<String>();
        for (var account : directory.accounts()) users.add(account.user());
        if (open) sip.registrations("", line -> users.add(line.user()));
        var sorted = users.stream().sorted(BY_USER).toList();
        order = new Order(now, sorted);
        return sorted;
    }

    @Override
    public Slice<PhonesView.Account> search(Query query) {
        var users = users();
        if (query.text().isEmpty() && query.state().isEmpty()) {
            var page = Slice.of(users, query.offset(), query.limit());
            return new Slice<>(shown(page.items()), page.offset(), page.total());
        }
        var words = query.text().toLowerCase(Locale.ROOT);
        var found =
                shown(users).stream()
                        .filter(account ->
                                query.state().isEmpty() || account.state().equals(query.state()))
                        .filter(account -> words.isEmpty() || has(account, words))
                        .toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    private static boolean has(PhonesView.Account account, String words) {
        if (contains(account.user(), words) || contains(account.name(), words)) return true;
        for (var binding : account.bindings())
            if (contains(binding.address(), words)
                    || contains(binding.agent(), words)
                    || contains(binding.contact(), words)) return true;
        return false;
    }

    private static boolean contains(String text, String words) {
        return text.toLowerCase(Locale.ROOT).contains(words);
    }

    private List<PhonesView.Account> shown(Collection<String> users) {
        var shown = new ArrayList<PhonesView.Account>();
        for (var user : users) account(user).ifPresent(shown::add);
        return shown;
    }

    @Override
    public Optional<PhonesView.Account> account(String user) {
        var account = directory.account(user);
        if (account.isEmpty() && !open) return Optional.empty();
        var lines = new ArrayList<RegistrationLine>();
        sip.registrations(user, lines::add);
        if (account.isEmpty() && lines.isEmpty()) return Optional.empty();
        return Optional.of(
                new PhonesView.Account(
                        user,
                        account.map(io.switchhook.pbx.directory.Account::domain)
                                .orElse(directory.realm()),
                        account.map(io.switchhook.pbx.directory.Account::name).orElse(""),
                        state(account, lines),
                        account.map(io.switchhook.pbx.directory.Account::configured).orElse(false),
                        lines.stream().map(Phones::binding).toList(),
                        lines.stream()
                                .flatMap(line -> time(line.seen()).stream())
                                .max(Instant::compareTo),
                        failures.apply(user)));
    }

    private String state(
            Optional<io.switchhook.pbx.directory.Account> account, List<RegistrationLine> lines) {
        if (account.isPresent() && !open && !account.get().realm().equals(directory.realm()))
            return "unusable";
        if (lines.isEmpty()) return "absent";
        return lines.stream().allMatch(line -> !line.silentSince().isEmpty())
                ? "silent"
                : "reachable";
    }

    private static Binding binding(RegistrationLine line) {
        return new Binding(
                line.contact(),
                line.transport(),
                line.address(),
                line.agent(),
                line.expires(),
                time(line.silentSince()),
                line.instance());
    }

    private static Optional<Instant> time(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
