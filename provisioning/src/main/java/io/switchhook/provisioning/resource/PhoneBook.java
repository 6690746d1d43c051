package io.switchhook.provisioning.resource;

import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A phone book that phones ask for and search in: `remote_phonebook.data.N.url`.
///
/// @param entries in any order
public record PhoneBook(List<Entry> entries) {
    /// Entries of one answer; phones take no more, and nobody scrolls so far.
    public static final int MOST = 5000;

    public PhoneBook {
        entries = List.copyOf(entries);
    }

    /// @param numbers the preferred one first
    public record Entry(String name, List<String> numbers) {
        public Entry {
            numbers = List.copyOf(numbers);
        }
    }

    /// Another book, for which a menu has an item.
    public record Item(String name, String url) {}

    /// Who fits to what a user typed: each of its words begins a word of the name, or a number has it in it. Capitals,
    /// accents and the spaces in a number do not matter. Nothing typed is everybody.
    public PhoneBook search(String typed) {
        var words = Searchable.words(typed);
        return new PhoneBook(entries.stream().filter(it -> Searchable.of(it).fits(words)).toList());
    }

    /// The book as phones read it, sorted by names as people of a language sort them.
    public String xml(Locale language) {
        var collator = Collator.getInstance(language);
        return xml(
                entries.stream()
                        .filter(it -> !it.numbers().isEmpty())
                        .sorted(Comparator.comparing(Entry::name, collator::compare))
                        .limit(MOST)
                        .toList());
    }

    /// As they are sorted.
    static String xml(List<Entry> entries) {
        var xml = new Xml().begin("YealinkIPPhoneDirectory");
        entries.forEach(it -> write(xml, it));
        return xml.end().text();
    }

    private static void write(Xml xml, Entry entry) {
        xml.begin("DirectoryEntry").leaf("Name", entry.name());
        for (var number : entry.numbers()) xml.leaf("Telephone", number);
        xml.end();
    }

    /// A menu of several books.
    public static String menu(String title, List<Item> items) {
        var xml = new Xml().begin("YealinkIPPhoneMenu").leaf("Title", title);
        for (var item : items)
            xml.begin("MenuItem").leaf("Name", item.name()).leaf("URL", item.url()).end();
        return xml.end().text();
    }
}
