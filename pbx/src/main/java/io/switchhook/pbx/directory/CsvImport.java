package io.switchhook.pbx.directory;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `user,password,name` and says all that is wrong with it, by file, line and field.
final class CsvImport {
    private static final int SHOWN = 20;

    private final String file;
    private final List<String> domains;
    private final int most;
    private final List<NewAccount> accounts = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int wrongCount;

    private CsvImport(String file, List<String> domains, int most) {
        this.file = file;
        this.domains = domains;
        this.most = most;
    }

    /// @param most rows that are taken
    static List<NewAccount> read(String file, Reader in, List<String> domains, int most)
            throws AccountException {
        var csv = new CsvImport(file, domains, most);
        csv.read(in);
        csv.complain();
        return csv.accounts;
    }

    private void read(Reader in) {
        try {
            var rows = new CsvReader(in);
            boolean first = true;
            for (var row = rows.row(); row.isPresent(); row = rows.row()) {
                if (!row.get().isBlank() && !(first && isHeader(row.get()))) take(row.get());
                first = false;
                if (accounts.size() > most) {
                    add(row.get().line(), "more than " + most + " accounts (limits.accounts)");
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

    private static boolean isHeader(CsvReader.Row row) {
        return row.fields().size() >= 2
                && row.fields().get(0).equalsIgnoreCase("user")
                && row.fields().get(1).equalsIgnoreCase("password");
    }

    private void take(CsvReader.Row row) {
        var fields = row.fields();
        if (fields.size() < 2 || fields.size() > 3) {
            add(row.line(), "has " + fields.size() + " fields instead of user,password,name");
            return;
        }
        var account =
                NewAccount.of(
                        fields.get(0), fields.size() == 3 ? fields.get(2) : "", fields.get(1));
        var fault = AccountRules.account(account, domains).or(() -> repeated(account, row.line()));
        if (fault.isPresent()) add(row.line(), fault.get());
        else accounts.add(account);
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
