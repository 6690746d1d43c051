package io.switchhook.provisioning.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.settings.Contacts;
import io.switchhook.phone.settings.RemotePhoneBook;
import io.switchhook.phone.settings.RuleFile;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.provisioning.resource.DaylightSaving.Change;
import io.switchhook.provisioning.resource.DaylightSaving.Zone;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The headless phones read what is written here, whatever stands in it.
class ResourceFilesTest {
    /// What people call each other, if they try.
    private static final String EVIL = "\"/><contact display_name='x' & ]]> <!-- Ä漢😀 &#0; &amp;";

    private static byte[] bytes(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void contacts() throws UnusableFile {
        var file =
                new ContactFile(
                        List.of(new ContactFile.Group(EVIL, "Auto")),
                        List.of(
                                new ContactFile.Contact(
                                        EVIL, "1001", "0170", "", 2, "Resource:Ring1.wav", EVIL),
                                new ContactFile.Contact("B", "1002", "", "", 0, "Auto", "")));
        var read = Contacts.read("contacts.xml", bytes(file.xml()));
        assertThat(read.groups()).containsExactly(new Contacts.Group(EVIL, "Auto"));
        assertThat(read.contacts())
                .containsExactly(
                        new Contacts.Contact(
                                EVIL, "1001", "0170", "", 2, "Resource:Ring1.wav", EVIL),
                        new Contacts.Contact("B", "1002", "", "", 0, "Auto", ""));
        assertThat(file.xml()).contains("line=\"-1\"");
    }

    @Test
    void more_contacts_than_a_phone_takes_are_refused() {
        var contact = new ContactFile.Contact("a", "1", "", "", 0, "Auto", "");
        var contacts = Collections.nCopies(ContactFile.MOST + 1, contact);
        assertThatThrownBy(() -> new ContactFile(List.of(), contacts))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rules_of_the_dial_plan() throws UnusableFile {
        var replace =
                RuleFile.replace(
                        "r.xml",
                        bytes(
                                DialRules.replace(
                                        List.of(
                                                new DialRules.Replace(
                                                        "001(xxx)45(xx)", "9001$145$2", List.of()),
                                                new DialRules.Replace(
                                                        "0(.)", "9$1", List.of(1, 3))))));
        assertThat(replace.remarks()).isEmpty();
        assertThat(replace.rules()).hasSize(2);
        assertThat(replace.rules().getFirst().toString()).contains("001(xxx)45(xx)");
        var dialNow =
                RuleFile.dialNow(
                        "d.xml",
                        bytes(
                                DialRules.dialNow(
                                        List.of(new DialRules.DialNow("1[2-5]x", List.of(2))))));
        assertThat(dialNow.remarks()).isEmpty();
        assertThat(dialNow.rules()).hasSize(1);
        assertThat(DialRules.dialNow(List.of(new DialRules.DialNow("1xx", List.of(1, 2)))))
                .contains("<Data DialNowRule=\"1xx\" LineID=\"1,2\"/>");
        var many = Collections.nCopies(DialRules.MOST + 1, new DialRules.DialNow("1", List.of()));
        assertThatThrownBy(() -> DialRules.dialNow(many))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void daylight_saving() {
        var europe =
                new Zone(
                        "+1",
                        "Germany(Berlin)",
                        new Change.OnWeekday(3, 5, DayOfWeek.SUNDAY, 2),
                        new Change.OnWeekday(10, 5, DayOfWeek.SUNDAY, 3),
                        60);
        var byDate =
                new Zone(
                        "-3:30",
                        "N<L",
                        new Change.OnDate(3, 11, 0),
                        new Change.OnDate(11, 4, 0),
                        -60);
        assertThat(new DaylightSaving(List.of(europe, byDate)).xml())
                .isEqualTo(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <DSTData>
                          <DST szTime="+1" szZone="Germany(Berlin)" iType="1" szStart="3/5/7/2" szEnd="10/5/7/3" szOffset="60"/>
                          <DST szTime="-3:30" szZone="N&lt;L" iType="0" szStart="3/11/0" szEnd="11/4/0" szOffset="-60"/>
                        </DSTData>
                        """);
        assertThatThrownBy(() -> new Zone("+1", "", europe.start(), byDate.end(), 60))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Zone("+1\"", "", europe.start(), europe.end(), 60))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Zone("+1", "", europe.start(), europe.end(), 301))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final PhoneBook BOOK =
            new PhoneBook(
                    List.of(
                            new PhoneBook.Entry("Zoë van Beek", List.of("1001", "0170 1")),
                            new PhoneBook.Entry("Ärger, Anton", List.of("1002")),
                            new PhoneBook.Entry("Bauer", List.of("1003")),
                            new PhoneBook.Entry("Nobody", List.of()),
                            new PhoneBook.Entry(EVIL, List.of("*99#"))));

    @Test
    void a_phone_book_is_read_in_the_order_of_a_language() throws UnusableFile {
        var read = RemotePhoneBook.read("b.xml", bytes(BOOK.xml(Locale.GERMAN)));
        var people = ((RemotePhoneBook.Directory) read).people();
        assertThat(people)
                .extracting(RemotePhoneBook.Person::name)
                .containsExactlyInAnyOrder("Ärger, Anton", "Bauer", "Zoë van Beek", EVIL);
        assertThat(people)
                .extracting(RemotePhoneBook.Person::name)
                .containsSubsequence("Ärger, Anton", "Bauer", "Zoë van Beek");
        assertThat(people)
                .contains(new RemotePhoneBook.Person("Zoë van Beek", List.of("1001", "0170 1")));
    }

    @ParameterizedTest
    @CsvSource({
        "zoe,        1001",
        "BEEK z,     1001",
        "van,        1001",
        "arger,      1002",
        "ÄR,         1002",
        "anton arg,  1002",
        "1003,       1003",
        "003,        1003",
        "99,         *99#"
    })
    void who_is_searched_for_is_found(String typed, String number) {
        assertThat(BOOK.search(typed).entries())
                .singleElement()
                .satisfies(it -> assertThat(it.numbers()).contains(number));
    }

    @Test
    void nothing_typed_is_everybody() {
        assertThat(BOOK.search("")).isEqualTo(BOOK);
        assertThat(BOOK.search("  ")).isEqualTo(BOOK);
        assertThat(BOOK.search("#SEARCH")).isEqualTo(BOOK);
        assertThat(BOOK.search("eek").entries()).isEmpty();
        assertThat(BOOK.search("[a-z]").entries()).isEmpty();
    }

    @Test
    void a_menu_of_books() throws UnusableFile {
        var xml =
                PhoneBook.menu(
                        EVIL,
                        List.of(new PhoneBook.Item("All", "http://192.0.2.1/b?q=#SEARCH&a=1")));
        assertThat(RemotePhoneBook.read("m.xml", bytes(xml)))
                .isEqualTo(
                        new RemotePhoneBook.Menu(
                                EVIL,
                                List.of(
                                        new RemotePhoneBook.Item(
                                                "All", "http://192.0.2.1/b?q=#SEARCH&a=1"))));
    }

    @Test
    void what_no_xml_can_say_is_left_out() throws UnusableFile {
        var book =
                new PhoneBook(
                        List.of(
                                new PhoneBook.Entry(
                                        "a\u0000b\u001bc\ud800d\ufffee\nf", List.of("1"))));
        var read =
                (RemotePhoneBook.Directory)
                        RemotePhoneBook.read("b.xml", bytes(book.xml(Locale.ROOT)));
        assertThat(read.people())
                .containsExactly(new RemotePhoneBook.Person("abcde\nf", List.of("1")));
    }
}
