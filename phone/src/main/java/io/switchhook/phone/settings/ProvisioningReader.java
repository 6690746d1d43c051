package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers what is said about where files come from.
final class ProvisioningReader {
    private final Values values;

    ProvisioningReader(Values values) {
        this.values = values;
    }

    Provisioning read() {
        return new Provisioning(
                values.number("auto_provision.mode") == 1,
                values.flag("auto_provision.pnp_enable"),
                values.text("auto_provision.server.url"),
                values.word("auto_provision.server.username"),
                values.word("auto_provision.server.password"),
                repeat(),
                key("auto_provision.aes_key_16.com"),
                key("auto_provision.aes_key_16.mac"),
                values.text("auto_provision.common_file_name")
                        .orElse(values.profile().commonFile()),
                new Provisioning.Resources(
                        values.text("local_contact.data.url"),
                        values.text("auto_dst.url"),
                        values.text("dialplan_dialnow.url"),
                        values.text("dialplan_replace_rule.url"),
                        phoneBooks(),
                        values.flag("features.remote_phonebook.enable"),
                        Duration.ofSeconds(
                                Math.max(
                                        60,
                                        values.number("features.remote_phonebook.flash_time")))));
    }

    private Optional<Duration> repeat() {
        if (!values.flag("auto_provision.repeat.enable")) return Optional.empty();
        return Optional.of(Duration.ofMinutes(values.number("auto_provision.repeat.minutes")));
    }

    private Optional<FileKey> key(String key) {
        try {
            return values.text(key).map(FileKey::of);
        } catch (IllegalArgumentException e) {
            values.remark(key, e.getMessage() + "; files are taken for plain ones");
            return Optional.empty();
        }
    }

    private List<Provisioning.PhoneBook> phoneBooks() {
        var books = new ArrayList<Provisioning.PhoneBook>();
        for (int n = 1; n <= 5; n++) {
            String book = "remote_phonebook.data." + n;
            String name = values.word(book + ".name");
            values.text(book + ".url")
                    .ifPresent(url -> books.add(new Provisioning.PhoneBook(name, url)));
        }
        return books;
    }
}
