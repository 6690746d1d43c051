package io.switchhook.pbx.directory;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads accounts, and says all that is wrong with them, by file, line and field. The columns are `user,password,name`, or
/// what the first line says ([CsvColumn]).
final class CsvImport {
    private static final int SHOWN = 20;

    /// What a row has to keep to.
    ///
    /// @param most rows that are taken
    /// @param hasPassword whether a user may go on with the password he has
    record Rules(String realm, List<String> domains, int most, Predicate<String> hasPassword) {}

    private final String file;
    private final Rules rules;
    private final List<NewAccount> accounts = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private List<CsvColumn> columns = CsvColumn.USUAL;
    private int wrongCount;

    private CsvImport(String file, Rules rules) {
        this.file = file;
        this.rules = rules;
    }

    static List<NewAccount> read(String file, Reader in, Rules rules) throws AccountException {
        var csv = new CsvImport(file, rules);
        csv.read(in);
        csv.complain();
        return csv.accounts;
    }

    private void read(Reader in) {
        try {
            var rows = new CsvReader(in);
            boolean first = true;
            for (var row = rows.row(); row.isPresent(); row = rows.row()) {
                if (first && CsvColumn.isHeader(row.get().fields())) {
                    if (!isUnderstood(row.get())) return;
                } else if (!row.get().isBlank()) take(row.get());
                first = false;
                if (accounts.size() > rules.most()) {
                    add(
                            row.get().line(),
                            "more than " + rules.most() + " accounts (limits.accounts)");
                    return;
                }
            }
        } catch (CsvReader.Broken e) {
            add(e.line, String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            complain(file + ": is not in UTF-8");
        } catch (IOException e) {
            complain(file + ": cannot be read: " + e.getMessage());
        }
    }

    private boolean isUnderstood(CsvReader.Row header) {
        if (header.fields().size() <= CsvColumn.USUAL.size()) return true;
        var named = new ArrayList<CsvColumn>();
        for (var word : header.fields()) {
            var column = CsvColumn.of(word);
            if (column.isEmpty() || named.contains(column.get())) {
                add(
                        header.line(),
                        column.isEmpty()
                                ? "there is no column "
                                        + AccountRules.shown(word)
                                        + "; there are "
                                        + CsvColumn.header()
                                : "the column " + column.get() + " is there twice");
                return false;
            }
            named.add(column.get());
        }
        columns = named;
        return true;
    }

    private void take(CsvReader.Row row) {
        var fields = row.fields();
        if (fields.size() < 2 || fields.size() > columns.size()) {
            add(
                    row.line(),
                    "has " + fields.size() + " fields instead of " + CsvColumn.names(columns));
            return;
        }
        var account = NewAccount.of("", "", "");
        try {
            for (int i = 0; i < fields.size(); i++)
                account = columns.get(i).into(account, fields.get(i));
        } catch (AccountException e) {
            add(row.line(), String.valueOf(e.getMessage()));
            return;
        }
        var fault = fault(account, row.line());
        if (fault.isPresent()) add(row.line(), fault.get());
        else accounts.add(account);
    }

    private Optional<String> fault(NewAccount account, int line) {
        boolean keeps = account.password().isEmpty() && rules.hasPassword().test(account.user());
        return (keeps
                        ? AccountRules.person(account, rules.realm(), rules.domains())
                        : AccountRules.account(account, rules.realm(), rules.domains()))
                .or(() -> repeated(account, line));
    }

    private Optional<String> repeated(NewAccount account, int line) {
        var before = lines.putIfAbsent(account.user(), line);
        if (before == null) return Optional.empty();
        return Optional.of(
                "user " + AccountRules.shown(account.user()) + " is already on line " + before);
    }

    private void add(int line, String fault) {
        complain(file + ":" + line + ": " + fault);
    }

    private void complain(String fault) {
        wrongCount++;
        if (wrong.size() < SHOWN) wrong.add(fault);
    }

    private void complain() throws AccountException {
        if (wrongCount == 0) return;
        if (wrongCount > SHOWN) wrong.add("... and " + (wrongCount - SHOWN) + " more");
        wrong.add(
                "nothing was imported: "
                        + accounts.size()
                        + " rows are good, "
                        + wrongCount
                        + (wrongCount == 1 ? " is not" : " are not"));
        throw AccountException.invalid(String.join("\n", wrong));
    }
}
