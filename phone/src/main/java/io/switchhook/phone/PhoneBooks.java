package io.switchhook.phone;

import io.switchhook.phone.settings.Contacts;
import io.switchhook.phone.settings.RemotePhoneBook;
import io.switchhook.phone.settings.RemotePhoneBook.Person;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.UnusableFile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Whom a phone knows: the file of its contacts, and the remote phone books. They are fetched on a virtual thread; until then,
/// and where a file cannot be had, nobody of it is known. Thread-safe.
final class PhoneBooks {
    /// How many files are fetched at most, menus and what they lead to.
    static final int MOST_FILES = 50;

    /// How many people are known at most.
    static final int MOST_PEOPLE = 20_000;

    /// How many people are found at most.
    static final int MOST_FOUND = 50;

    private static final int DEEPEST_MENU = 3;
    private static final String SEARCH = "#SEARCH";

    private final Settings settings;
    private final Consumer<String> notes;
    private final AtomicBoolean isReading = new AtomicBoolean();
    private volatile Known known = new Known(List.of(), List.of(), Map.of());

    /// @param searches URLs with [#SEARCH]
    /// @param names by number
    private record Known(List<Person> people, List<String> searches, Map<String, String> names) {}

    /// @param notes hears what could not be fetched; on any thread
    PhoneBooks(Settings settings, Consumer<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /// Whether the settings name a file at all.
    static boolean areIn(Settings settings) {
        var resources = settings.provisioning().resources();
        return resources.contacts().isPresent() || !resources.phoneBooks().isEmpty();
    }

    /// Fetches all of them anew, and does not wait for it. What was known stays known until then.
    void refresh() {
        if (isReading.getAndSet(true)) return;
        Thread.ofVirtual()
                .name("phone-books")
                .start(() -> notes.accept(read() + " people are known"));
    }

    /// Waits for it.
    ///
    /// @return how many people are known
    int read() {
        try (var source = source()) {
            var reading = new Reading(source);
            reading.all();
            known = reading.known();
            return known.people.size();
        } finally {
            isReading.set(false);
        }
    }

    private FileSource source() {
        return new FileSource((settings.profile().userAgent() + ' ' + settings.mac()).strip());
    }

    /// The name of a caller, or of who is called.
    Optional<String> nameOf(String number) {
        return Optional.ofNullable(known.names.get(plain(number)));
    }

    /// Those with a word in their names, or with that number; at most [#MOST_FOUND]. Waits for the servers that search by
    /// themselves.
    List<Person> find(String text) {
        var now = known;
        String wanted = text.toLowerCase(Locale.ROOT);
        var here =
                now.people.stream()
                        .filter(person ->
                                person.name().toLowerCase(Locale.ROOT).contains(wanted)
                                        || person.numbers().contains(text));
        var there = now.searches.isEmpty() ? Stream.<Person>empty() : searched(now, text);
        return Stream.concat(here, there).distinct().limit(MOST_FOUND).toList();
    }

    private Stream<Person> searched(Known now, String text) {
        String word = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        try (var source = source()) {
            var reading = new Reading(source);
            now.searches.forEach(url -> reading.book(url.replace(SEARCH, word), DEEPEST_MENU));
            return reading.people.stream();
        }
    }

    /// `(0721) 12-34` and `07211234` are the same number.
    private static String plain(String number) {
        var plain = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++)
            if (" -()./".indexOf(number.charAt(i)) < 0) plain.append(number.charAt(i));
        return plain.toString();
    }

    /// All files, once.
    private final class Reading {
        private final FileSource source;
        private final List<Person> people = new ArrayList<>();
        private final List<String> searches = new ArrayList<>();
        private final Map<String, String> names = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private boolean isFull;

        Reading(FileSource source) {
            this.source = source;
        }

        Known known() {
            return new Known(List.copyOf(people), List.copyOf(searches), Map.copyOf(names));
        }

        /// One's own contacts win, and of the books the first.
        void all() {
            var resources = settings.provisioning().resources();
            resources.contacts().ifPresent(this::contacts);
            for (var person : people) name(person);
            int own = people.size();
            for (var book : resources.phoneBooks()) book(book.url(), 1);
            if (resources.namesFromPhoneBooks()) people.stream().skip(own).forEach(this::name);
        }

        private void name(Person person) {
            for (var number : person.numbers()) names.putIfAbsent(plain(number), person.name());
        }

        private void contacts(String url) {
            try {
                for (var contact : Contacts.read(url, fetched(url)).contacts())
                    add(
                            new Person(
                                    contact.name(),
                                    Stream.of(
                                                    contact.officeNumber(),
                                                    contact.mobileNumber(),
                                                    contact.otherNumber())
                                            .filter(number -> !number.isEmpty())
                                            .toList()));
            } catch (IOException | UnusableFile | IllegalArgumentException e) {
                notes.accept("contacts: " + e.getMessage());
            }
        }

        /// @param depth of menus above it, and itself
        void book(String url, int depth) {
            if (url.contains(SEARCH)) {
                if (searches.size() < MOST_FILES) searches.add(url);
                return;
            }
            if (!seen.add(url)) return;
            if (seen.size() > MOST_FILES) {
                full("more than " + MOST_FILES + " files");
                return;
            }
            try {
                switch (RemotePhoneBook.read(url, fetched(url))) {
                    case RemotePhoneBook.Directory(var entries) -> entries.forEach(this::add);
                    case RemotePhoneBook.Book(var groups) ->
                            groups.forEach(group -> group.people().forEach(this::add));
                    case RemotePhoneBook.Menu(_, var items) -> {
                        if (depth < DEEPEST_MENU)
                            for (var item : items) book(resolved(url, item.url()), depth + 1);
                    }
                }
            } catch (IOException | UnusableFile | IllegalArgumentException e) {
                notes.accept("phone book: " + e.getMessage());
            }
        }

        /// A URL with [#SEARCH] in it is none yet.
        private static String resolved(String menu, String item) {
            return item.contains(SEARCH) ? item : URI.create(menu).resolve(item).toString();
        }

        private void add(Person person) {
            if (people.size() < MOST_PEOPLE) people.add(person);
            else full("more than " + MOST_PEOPLE + " people");
        }

        private void full(String what) {
            if (!isFull) notes.accept("phone books: " + what + "; the rest is left out");
            isFull = true;
        }

        private byte[] fetched(String url) throws IOException {
            return source.fetch(URI.create(url))
                    .orElseThrow(() -> new IOException(url + ": not there"));
        }
    }
}
