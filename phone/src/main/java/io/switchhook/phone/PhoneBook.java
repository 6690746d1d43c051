package io.switchhook.phone;

import io.switchhook.phone.settings.Contacts;
import io.switchhook.phone.settings.Provisioning.Resources;
import io.switchhook.phone.settings.RemotePhoneBook;
import io.switchhook.phone.settings.UnusableFile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The people that a phone knows: its contacts, and those of remote phone books. Immutable.
final class PhoneBook {
    static final PhoneBook EMPTY = new PhoneBook(List.of(), Map.of());

    /// A menu leads to books, and these to no further ones.
    private static final int DEEPEST = 2;

    private static final int MOST_FILES = 32;
    private static final int MOST_PEOPLE = 20_000;

    /// What the user would type.
    private static final String SEARCH = "#SEARCH";

    private final List<Person> people;
    private final Map<String, String> names;

    /// @param names of callers, by number
    private PhoneBook(List<Person> people, Map<String, String> names) {
        this.people = List.copyOf(people);
        this.names = Map.copyOf(names);
    }

    /// Who has a number.
    Optional<String> name(String number) {
        return Optional.ofNullable(names.get(digits(number)));
    }

    /// Those whose name has the text in it, in any case, or whose number begins with it.
    List<Person> search(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return people.stream().filter(person -> isFound(person, wanted)).toList();
    }

    private static boolean isFound(Person person, String wanted) {
        return person.name().toLowerCase(Locale.ROOT).contains(wanted)
                || person.numbers().stream().anyMatch(number -> number.startsWith(wanted));
    }

    /// Numbers are compared without what people put between their digits.
    private static String digits(String number) {
        var digits = new StringBuilder();
        for (char c : number.toCharArray()) if (" -()./".indexOf(c) < 0) digits.append(c);
        return digits.toString();
    }

    /// Fetches what the settings name. Waits for it. What cannot be had is left out.
    ///
    /// @param problems gets why
    static PhoneBook of(Resources resources, FileSource web, List<String> problems) {
        return new Reader(resources, web, problems).read();
    }

    private static final class Reader {
        private final Resources resources;
        private final FileSource web;
        private final List<String> problems;
        private final List<Person> people = new ArrayList<>();
        private final Map<String, String> names = new HashMap<>();
        private final Set<String> fetched = new TreeSet<>();

        Reader(Resources resources, FileSource web, List<String> problems) {
            this.resources = resources;
            this.web = web;
            this.problems = problems;
        }

        PhoneBook read() {
            resources.contacts().ifPresent(this::contacts);
            for (var book : resources.phoneBooks()) book(book.url(), 1);
            return new PhoneBook(people, names);
        }

        private void contacts(String url) {
            try {
                var bytes = fetch(url);
                if (bytes.isEmpty()) return;
                for (var one : Contacts.read(url, bytes.get()).contacts()) {
                    var numbers =
                            List.of(one.officeNumber(), one.mobileNumber(), one.otherNumber());
                    var known = numbers.stream().filter(it -> !it.isEmpty()).toList();
                    add(new Person(one.name(), known), true);
                }
            } catch (IOException | UnusableFile | IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }

        private void book(String url, int depth) {
            if (url.contains(SEARCH) || depth > DEEPEST) return;
            try {
                var bytes = fetch(url);
                if (bytes.isEmpty()) return;
                switch (RemotePhoneBook.read(url, bytes.get())) {
                    case RemotePhoneBook.Directory(var all) -> all.forEach(this::add);
                    case RemotePhoneBook.Book(var groups) ->
                            groups.forEach(group -> group.people().forEach(this::add));
                    case RemotePhoneBook.Menu(_, var items) ->
                            items.forEach(item -> book(item.url(), depth + 1));
                }
            } catch (IOException | UnusableFile | IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }

        private Optional<byte[]> fetch(String url) throws IOException {
            if (fetched.size() >= MOST_FILES || !fetched.add(url)) return Optional.empty();
            var bytes = web.fetch(URI.create(url));
            if (bytes.isEmpty()) problems.add(url + ": not there");
            return bytes;
        }

        private void add(RemotePhoneBook.Person person) {
            add(new Person(person.name(), person.numbers()), resources.namesCallers());
        }

        private void add(Person person, boolean namesCallers) {
            if (people.size() >= MOST_PEOPLE) return;
            people.add(person);
            if (namesCallers)
                for (var number : person.numbers())
                    names.putIfAbsent(digits(number), person.name());
        }
    }
}
