package io.switchhook.provisioning.resource;

import java.text.Collator;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A phone book that phones ask for and search in: `remote_phonebook.data.N.url`.
///
/// @param entries in any order
public record PhoneBook(List<Entry> entries) {
    /// Entries of one answer; phones take no more, and nobody scrolls so far.
    public static final int MOST = 5000;

    /// What a phone puts in place of what was typed; it leaves it there if nothing was.
    private static final String NOTHING_TYPED = "#SEARCH";

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

    /// Who fits to what a user typed: each of its words begins a word of the name, or a number has it in it. Capitals and
    /// accents do not matter. Nothing typed is everybody.
    public PhoneBook search(String typed) {
        String wanted = typed.equals(NOTHING_TYPED) ? "" : plain(typed);
        var words = List.of(wanted.strip().split("\\s+"));
        return new PhoneBook(entries.stream().filter(it -> fits(it, words)).toList());
    }

    private static boolean fits(Entry entry, List<String> words) {
        String name = " " + plain(entry.name());
        return words.stream().allMatch(word -> fits(entry, name, word));
    }

    private static boolean fits(Entry entry, String name, String word) {
        return name.contains(" " + word)
                || entry.numbers().stream().anyMatch(number -> number.contains(word));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^\\p{L}\\p{N}+*#]+", " ")
                .toLowerCase(Locale.ROOT);
    }

    /// The book as phones read it, sorted by names as people of a language sort them.
    public String xml(Locale language) {
        var collator = Collator.getInstance(language);
        var xml = new Xml().begin("YealinkIPPhoneDirectory");
        entries.stream()
                .filter(it -> !it.numbers().isEmpty())
                .sorted(Comparator.comparing(Entry::name, collator::compare))
                .limit(MOST)
                .forEach(it -> write(xml, it));
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
