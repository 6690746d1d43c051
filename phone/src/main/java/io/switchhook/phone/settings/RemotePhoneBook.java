package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a server of phone books answers. At most 5000 entries are read.
public sealed interface RemotePhoneBook {

    /// People: `<YealinkIPPhoneDirectory>`, with any word in front of `IPPhone`.
    record Directory(List<Person> people) implements RemotePhoneBook {
        public Directory {
            people = List.copyOf(people);
        }
    }

    /// Further books: `<YealinkIPPhoneMenu>`, likewise.
    record Menu(String title, List<Item> items) implements RemotePhoneBook {
        public Menu {
            items = List.copyOf(items);
        }
    }

    /// Groups of people in one file: `<YealinkIPPhoneBook>`.
    record Book(List<Group> groups) implements RemotePhoneBook {
        public Book {
            groups = List.copyOf(groups);
        }
    }

    /// @param numbers in the file's order, without empty ones
    record Person(String name, List<String> numbers) {
        public Person {
            numbers = List.copyOf(numbers);
        }
    }

    /// @param url of a directory or menu; `#SEARCH` in it is what the user types
    record Item(String name, String url) {}

    record Group(String name, List<Person> people) {
        public Group {
            people = List.copyOf(people);
        }
    }

    /// @throws UnusableFile if it is none of the three
    static RemotePhoneBook read(String name, byte[] bytes) throws UnusableFile {
        var reader = new Reader();
        XmlFile.read(name, bytes, reader);
        return reader.book();
    }

    /// Puts an entry together from its elements.
    final class Reader implements XmlFile.Listener {
        private static final int MOST = 5000;

        private String root = "";
        private String title = "";
        private String name = "";
        private String url = "";
        private List<String> numbers = new ArrayList<>();
        private final List<Person> people = new ArrayList<>();
        private final List<Item> items = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private int entries;

        private Reader() {}

        RemotePhoneBook book() {
            if (root.endsWith("IPPhoneDirectory")) return new Directory(people);
            return root.endsWith("IPPhoneMenu") ? new Menu(title, items) : new Book(groups);
        }

        @Override
        public void opened(String element, int depth, Map<String, String> row, Place place)
                throws UnusableFile {
            if (depth == 1) openRoot(element, place);
            switch (element) {
                case "DirectoryEntry", "MenuItem", "SoftKeyItem", "Unit" -> openEntry(place);
                case "Menu" -> name = row.getOrDefault("Name", "");
                default -> {
                    // what is in an entry is known when it is closed
                }
            }
            if (element.equals("Unit")) people.add(unit(row));
        }

        private void openRoot(String element, Place place) throws UnusableFile {
            root = element;
            boolean isKnown =
                    root.endsWith("IPPhoneDirectory")
                            || root.endsWith("IPPhoneMenu")
                            || root.endsWith("IPPhoneBook");
            if (!isKnown) throw new UnusableFile(place, "<" + root + "> is no phone book");
        }

        private void openEntry(Place place) throws UnusableFile {
            if (++entries > MOST) throw new UnusableFile(place, "more than " + MOST + " entries");
            url = "";
            numbers = new ArrayList<>();
            if (!root.endsWith("IPPhoneBook")) name = "";
        }

        private static Person unit(Map<String, String> row) {
            var numbers = new ArrayList<String>();
            for (int i = 1; i <= 3; i++) {
                String number = row.getOrDefault("Phone" + i, "");
                if (!number.isEmpty()) numbers.add(number);
            }
            return new Person(row.getOrDefault("Name", ""), numbers);
        }

        @Override
        public void closed(String element, int depth, String text) {
            switch (element) {
                case "Title" -> title = text;
                case "Name" -> name = text;
                case "URL" -> url = text;
                case "Telephone" -> {
                    if (!text.isEmpty()) numbers.add(text);
                }
                case "DirectoryEntry" -> people.add(new Person(name, numbers));
                case "MenuItem" -> items.add(new Item(name, url));
                case "Menu" -> {
                    groups.add(new Group(name, people));
                    people.clear();
                }
                default -> {
                    // nothing of an entry
                }
            }
        }
    }
}
