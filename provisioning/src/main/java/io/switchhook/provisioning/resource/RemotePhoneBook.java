package io.switchhook.provisioning.resource;

import io.switchhook.provisioning.resource.PhoneBook.Entry;
import io.switchhook.provisioning.resource.PhoneBook.Item;
import java.text.CollationKey;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Everybody whom the directory knows, as a phone asks for them: `remote_phonebook.data.N.url`.
///
/// A book of more than a page is a menu, whose items are pages, or menus again. What a user types is looked for in names and
/// numbers. Answers are made of one state of the directory; a phone that goes on in a menu while somebody comes or
/// goes may see him twice or not at all.
public final class RemotePhoneBook {
    /// What the phone puts in place of what its user types, in the URL that it is given.
    public static final String SEARCH = "?search=#SEARCH";

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})-([0-9]{1,7})");

    private final People people;
    private final Locale language;
    private final int page;
    private volatile Optional<Sorted> sorted = Optional.empty();

    private record Sorted(long version, List<Searchable> entries) {}

    /// @param language as people of which names are sorted
    /// @param page entries of a page, items of a menu and hits of a search, 2 to 5000; a phone shows some ten at a time
    public RemotePhoneBook(People people, Locale language, int page) {
        if (page < 2 || page > PhoneBook.MOST)
            throw new IllegalArgumentException("not from 2 to " + PhoneBook.MOST + ": " + page);
        this.people = people;
        this.language = language;
        this.page = page;
    }

    /// What a phone asks for, by the parameters of the URL. Both may be empty, or hold anything.
    ///
    /// @param search what was typed
    /// @param range places in the sorted book, such as `200-400`, as an item of a menu has it
    public record Question(String search, String range) {}

    /// The answer, in XML.
    ///
    /// @param url where this book is asked for, without parameters
    public String answer(Question question, String url) {
        var entries = entries();
        var words = Searchable.words(question.search());
        if (!words.isEmpty())
            return PhoneBook.xml(
                    entries.stream()
                            .filter(it -> it.fits(words))
                            .limit(page)
                            .map(Searchable::entry)
                            .toList());
        var range = RANGE.matcher(question.range());
        if (!range.matches()) return part(entries, 0, entries.size(), url);
        int from = Math.min(Integer.parseInt(range.group(1)), entries.size());
        int to = Math.clamp(Integer.parseInt(range.group(2)), from, entries.size());
        return part(entries, from, to, url);
    }

    private String part(List<Searchable> entries, int from, int to, String url) {
        if (to - from <= page)
            return PhoneBook.xml(
                    entries.subList(from, to).stream().map(Searchable::entry).toList());
        int step = page;
        while ((to - from + step - 1) / step > page) step *= page;
        var items = new ArrayList<Item>();
        for (int at = from; at < to; at += step) {
            int end = Math.min(at + step, to);
            items.add(new Item(names(entries, at, end), url + "?range=" + at + "-" + end));
        }
        return PhoneBook.menu(names(entries, from, to), items);
    }

    /// `Adams – Brown`.
    private static String names(List<Searchable> entries, int from, int to) {
        return entries.get(from).entry().name() + " – " + entries.get(to - 1).entry().name();
    }

    /// Two threads may both sort anew: the same.
    private List<Searchable> entries() {
        var before = sorted;
        // Asked first: who comes while the entries are copied is in the next version in any case.
        long version = people.version();
        if (before.isPresent() && before.get().version() == version) return before.get().entries();
        var after = new Sorted(version, sorted(people.entries(), language));
        sorted = Optional.of(after);
        return after.entries();
    }

    private static List<Searchable> sorted(List<Entry> entries, Locale language) {
        record Keyed(CollationKey key, Entry entry) {}
        var collator = Collator.getInstance(language);
        return entries.stream()
                .filter(it -> !it.numbers().isEmpty())
                .map(it -> new Keyed(collator.getCollationKey(it.name()), it))
                .sorted(Comparator.comparing(Keyed::key).thenComparing(it -> it.entry().name()))
                .map(it -> Searchable.of(it.entry()))
                .toList();
    }
}
