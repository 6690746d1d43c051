package io.switchhook.provisioning.serve;

import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.resource.People;
import io.switchhook.provisioning.resource.PhoneBook.Entry;
import java.util.List;

/// All accounts, as a phone book has them: by name, or by user where there is none.
record DirectoryPeople(Directory directory) implements People {
    @Override
    public long version() {
        return directory.version();
    }

    @Override
    public List<Entry> entries() {
        return directory.accounts().stream().map(DirectoryPeople::entry).toList();
    }

    private static Entry entry(Account account) {
        String name = account.name().isBlank() ? account.user() : account.name();
        return new Entry(name, List.of(account.user()));
    }
}
