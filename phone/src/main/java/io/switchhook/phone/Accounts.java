package io.switchhook.phone;

import io.switchhook.phone.settings.Features;
import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.Optional;

/// The accounts of a phone that are used, and which of them is meant.
record Accounts(List<Line> lines) {
    Accounts {
        lines = List.copyOf(lines);
    }

    static Accounts of(Chassis phone, Settings settings) {
        return new Accounts(
                settings.accounts().stream()
                        .filter(account -> account.enabled())
                        .map(account -> new Line(phone, account, phone.ground()))
                        .toList());
    }

    Optional<Line> first() {
        return lines.stream().findFirst();
    }

    Optional<Line> find(int number) {
        return lines.stream().filter(line -> line.number() == number).findFirst();
    }

    /// @throws IllegalArgumentException if there is no such account
    Line line(int number) {
        return find(number)
                .orElseThrow(() ->
                        new IllegalArgumentException("account " + number + " is not enabled"));
    }

    /// The account of a key.
    Optional<Line> of(Key key) {
        return lines.stream()
                .filter(line -> key.line() == 0 || line.number() == key.line())
                .findFirst();
    }

    /// The account of a user.
    Optional<Line> of(String user) {
        return lines.stream().filter(line -> line.isFor(user)).findFirst();
    }

    /// Which account a request is for: the Request-URI is the Contact that was registered.
    Optional<Line> of(Request request, Features features) {
        if (!(request.uri() instanceof SipUri uri)) return Optional.empty();
        var found = of(uri.decodedUser());
        if (found.isPresent() || !features.allowsDirectCalls()) return found;
        return uri.user().isEmpty() ? first() : Optional.empty();
    }

    /// Whether every account is registered that has where.
    boolean areRegistered() {
        return lines.stream()
                .allMatch(line ->
                        line.isRegistered()
                                || line.settings().registration().registrars().isEmpty());
    }

    /// Whether none is left at a server.
    boolean areGone() {
        return lines.stream().noneMatch(Line::isRegistered);
    }

    void stop() {
        lines.forEach(Line::stop);
    }
}
