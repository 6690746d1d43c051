package io.switchhook.pbx.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a column of a file of accounts tells. In one that is there, an empty field switches off; one that is not there
/// leaves all as it is.
public enum CsvColumn {
    USER,
    PASSWORD,
    NAME,
    FORWARD_ALWAYS,
    FORWARD_BUSY,
    FORWARD_NO_ANSWER,
    FORWARD_AFTER,
    DND;

    /// Those of a file that does not name its columns.
    static final List<CsvColumn> USUAL = List.of(USER, PASSWORD, NAME);

    static Optional<CsvColumn> of(String word) {
        for (var column : values())
            if (column.toString().equals(word.strip().toLowerCase(Locale.ROOT)))
                return Optional.of(column);
        return Optional.empty();
    }

    static boolean isHeader(List<String> fields) {
        return fields.size() >= 2
                && fields.get(0).equalsIgnoreCase("user")
                && fields.get(1).equalsIgnoreCase("password");
    }

    /// The first line of a file with all columns.
    public static String header() {
        return names(List.of(values()));
    }

    static String names(List<CsvColumn> columns) {
        return columns.stream().map(CsvColumn::toString).collect(Collectors.joining(","));
    }

    /// Tells an account what stands in its row.
    NewAccount into(NewAccount account, String field) throws AccountException {
        var features = account.features();
        return switch (this) {
            case USER -> {
                var named = NewAccount.of(field, account.name(), account.password());
                yield named.withFeatures(features);
            }
            case PASSWORD -> account.withPassword(field);
            case NAME -> account.withName(field);
            case FORWARD_ALWAYS -> account.withFeatures(features.with(Forward.ALWAYS, field));
            case FORWARD_BUSY -> account.withFeatures(features.with(Forward.BUSY, field));
            case FORWARD_NO_ANSWER -> account.withFeatures(features.with(Forward.NO_ANSWER, field));
            case FORWARD_AFTER ->
                    account.withFeatures(
                            features.withSeconds(
                                    field.isEmpty()
                                            ? CallFeatures.NONE.after().toSeconds()
                                            : seconds(field)));
            case DND -> account.withFeatures(features.withDoNotDisturb(isOn(field)));
        };
    }

    private long seconds(String field) throws AccountException {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw AccountException.invalid(
                    this + " is no number of seconds: " + AccountRules.shown(field));
        }
    }

    private boolean isOn(String field) throws AccountException {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off", "" -> false;
            default ->
                    throw AccountException.invalid(
                            this + " is neither on nor off: " + AccountRules.shown(field));
        };
    }

    /// A row with all columns, the password empty since nobody knows it.
    public static String row(Account account) {
        var features = account.features();
        return Stream.of(
                        account.user(),
                        "",
                        account.name(),
                        text(features.always()),
                        text(features.busy()),
                        text(features.noAnswer()),
                        Long.toString(features.after().toSeconds()),
                        features.doNotDisturb() ? "on" : "off")
                .map(CsvColumn::quoted)
                .collect(Collectors.joining(","));
    }

    private static String text(Optional<ForwardTarget> target) {
        return target.map(ForwardTarget::text).orElse("");
    }

    private static String quoted(String field) {
        boolean isPlain = field.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        boolean isBare = isPlain && field.equals(field.strip());
        return isBare ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /// As the first line of a file has it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
