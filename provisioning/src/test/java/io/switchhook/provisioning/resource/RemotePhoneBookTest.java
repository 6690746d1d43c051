package io.switchhook.provisioning.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.settings.RemotePhoneBook.Book;
import io.switchhook.phone.settings.RemotePhoneBook.Directory;
import io.switchhook.phone.settings.RemotePhoneBook.Item;
import io.switchhook.phone.settings.RemotePhoneBook.Menu;
import io.switchhook.phone.settings.RemotePhoneBook.Person;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.provisioning.resource.PhoneBook.Entry;
import io.switchhook.provisioning.resource.RemotePhoneBook.Question;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the headless phones read of the directory.
class RemotePhoneBookTest {
    private static final String URL = "http://192.0.2.1/book";

    /// A directory to which people can be added.
    private static final class Office implements People {
        private final List<Entry> entries = new ArrayList<>();
        private int asked;

        void add(String name, String... numbers) {
            entries.add(new Entry(name, List.of(numbers)));
        }

        @Override
        public long version() {
            return entries.size();
        }

        @Override
        public List<Entry> entries() {
            asked++;
            return List.copyOf(entries);
        }
    }

    private final Office office = new Office();

    private static io.switchhook.phone.settings.RemotePhoneBook read(String xml) {
        try {
            return io.switchhook.phone.settings.RemotePhoneBook.read(
                    "book.xml", xml.getBytes(StandardCharsets.UTF_8));
        } catch (UnusableFile e) {
            throw new AssertionError(xml, e);
        }
    }

    private static Question range(String range) {
        return new Question("", range);
    }

    /// Opens every item of every menu, as a patient user would.
    private static List<String> walk(RemotePhoneBook book, Question question, int page, int depth) {
        assertThat(depth).as("menus in menus").isLessThan(20);
        return switch (read(book.answer(question, URL))) {
            case Directory(var people) -> {
                assertThat(people).hasSizeLessThanOrEqualTo(page);
                yield people.stream().map(Person::name).toList();
            }
            case Menu(_, var items) -> {
                assertThat(items).hasSizeBetween(1, page);
                yield items.stream()
                        .map(Item::url)
                        .map(it -> it.replace(URL + "?range=", ""))
                        .flatMap(it -> walk(book, range(it), page, depth + 1).stream())
                        .toList();
            }
            case Book _ -> throw new AssertionError();
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 2", "10, 10", "11, 10", "100, 10", "101, 10", "1000, 3", "5001, 50"})
    void everybody_is_in_one_place_in_order(int count, int page) {
        var random = new Random(count);
        for (int i = 0; i < count; i++)
            office.add("P" + random.nextInt(1_000_000) + " " + i, "1" + i);
        var book = new RemotePhoneBook(office, Locale.ENGLISH, page);
        var names = walk(book, range(""), page, 0);
        var collator = Collator.getInstance(Locale.ENGLISH);
        assertThat(names)
                .hasSize(count)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(collator::compare);
    }

    @Test
    void a_menu_says_who_is_behind_an_item() {
        for (var name : List.of("Adams", "Ärmel", "Brown", "Zoll", "Cole")) office.add(name, "1");
        var book = new RemotePhoneBook(office, Locale.GERMAN, 2);
        assertThat(read(book.answer(range("0-4"), URL)))
                .isEqualTo(
                        new Menu(
                                "Adams – Cole",
                                List.of(
                                        new Item("Adams – Ärmel", URL + "?range=0-2"),
                                        new Item("Brown – Cole", URL + "?range=2-4"))));
    }

    @ParameterizedTest
    @CsvSource({
        "mul,        Müller",
        "01701,      Müller",
        "0170-1,     Müller",
        "+49 30,     Zoe",
        "oe zo,      ''",
        "zo,         Zoe",
        "100,        'Müller, Zoe'"
    })
    void who_is_searched_for_is_found(String typed, String names) {
        office.add("Müller", "1001", "0170 1");
        office.add("Zoe", "1002", "+49 (30) 55-5");
        office.add("Nobody");
        var book = new RemotePhoneBook(office, Locale.GERMAN, 100);
        var found = (Directory) read(book.answer(new Question(typed, ""), URL));
        assertThat(String.join(", ", found.people().stream().map(Person::name).toList()))
                .isEqualTo(names);
    }

    @Test
    void a_search_has_no_more_hits_than_a_page() {
        for (int i = 0; i < 100; i++) office.add("Miller " + i, "1" + i);
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 20);
        var found = (Directory) read(book.answer(new Question("mil", "0-3"), URL));
        assertThat(found.people()).hasSize(20);
    }

    /// A phone leaves the word there if its user typed nothing.
    @Test
    void nothing_typed_is_everybody() {
        office.add("Adams", "1");
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 20);
        for (var typed : List.of("", "#SEARCH", "  ", "...", "\u0000"))
            assertThat(walk(book, new Question(typed, ""), 20, 0)).containsExactly("Adams");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5-2",
                "9999999-9999999",
                "-1-2",
                "1",
                "a-b",
                "0-99999999999999",
                "../etc",
                "0-3"
            })
    void whatever_range_is_asked_for_there_is_an_answer(String range) {
        for (int i = 0; i < 5; i++) office.add("Miller " + i, "1" + i);
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 2);
        assertThat(walk(book, range(range), 2, 0)).hasSizeLessThanOrEqualTo(5).isSorted();
    }

    @Test
    void what_is_typed_is_bounded() {
        office.add("Adams", "1");
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 2);
        assertThat(walk(book, new Question("a ".repeat(1_000_000), ""), 2, 0))
                .containsExactly("Adams");
        assertThat(walk(book, new Question("((((a+)+)+)+)\"<x>&".repeat(9), ""), 2, 0)).isEmpty();
    }

    @Test
    void who_comes_is_seen_and_nobody_is_sorted_twice() {
        office.add("Adams", "1");
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 2);
        walk(book, range(""), 2, 0);
        walk(book, range(""), 2, 0);
        assertThat(office.asked).isEqualTo(1);
        office.add("Brown", "2");
        assertThat(walk(book, range(""), 2, 0)).containsExactly("Adams", "Brown");
    }

    @Test
    void names_are_escaped_in_menus_and_pages() {
        String evil = "\"/><MenuItem> & ]]> <!-- 漢😀";
        for (int i = 0; i < 5; i++) office.add(evil + i, "<1>");
        var book = new RemotePhoneBook(office, Locale.ENGLISH, 2);
        assertThat(walk(book, range(""), 2, 0))
                .containsExactly(evil + 0, evil + 1, evil + 2, evil + 3, evil + 4);
    }

    @Test
    void people_become_contacts() throws UnusableFile {
        office.add("Adams", "1001", "0170", "0171", "0172");
        office.add("Nobody");
        var file = ContactFile.of(new ContactFile.Group("Office", "Auto"), office.entries());
        assertThat(file.contacts())
                .containsExactly(
                        new ContactFile.Contact(
                                "Adams", "1001", "0170", "0171", 0, "Auto", "Office"));
    }

    @Test
    void pages_have_bounds() {
        for (int page : new int[] {-1, 0, 1, 5001})
            assertThatThrownBy(() -> new RemotePhoneBook(office, Locale.ENGLISH, page))
                    .isInstanceOf(IllegalArgumentException.class);
    }
}
