package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.RemotePhoneBook.Person;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Contacts and phone books from a web server on loopback.
class PhoneBooksTest {
    private static final String CONTACTS =
            """
            <root_group><group display_name="Office" ring="Auto"/></root_group>
            <root_contact>
            <contact display_name="Ada" office_number="1002" mobile_number="0171 23" other_number=""
              line="-1" ring="Auto" group_id_name="Office"/>
            </root_contact>
            """;

    private final List<String> notes = new ArrayList<>();
    private WebServer web;

    @BeforeEach
    void open() throws Exception {
        web = new WebServer();
    }

    @AfterEach
    void close() {
        web.close();
    }

    private PhoneBooks books(String... parameters) {
        return new PhoneBooks(account(parameters).settings(Profile.T38G), notes::add);
    }

    private static Account account(String... parameters) {
        var account =
                Account.of("sip:1001@127.0.0.1:5060", "secret")
                        .with("account.1.sip_server_host", "");
        for (int i = 0; i < parameters.length; i += 2)
            account = account.with(parameters[i], parameters[i + 1]);
        return account;
    }

    private static String directory(String... namesAndNumbers) {
        var xml = new StringBuilder("<CompanyIPPhoneDirectory>");
        for (int i = 0; i < namesAndNumbers.length; i += 2)
            xml.append("<DirectoryEntry><Name>")
                    .append(namesAndNumbers[i])
                    .append("</Name><Telephone>")
                    .append(namesAndNumbers[i + 1])
                    .append("</Telephone></DirectoryEntry>");
        return xml + "</CompanyIPPhoneDirectory>";
    }

    private static String menu(String... urls) {
        var xml = new StringBuilder("<CompanyIPPhoneMenu><Title>All</Title>");
        for (var url : urls)
            xml.append("<MenuItem><Name>x</Name><URL>").append(url).append("</URL></MenuItem>");
        return xml + "</CompanyIPPhoneMenu>";
    }

    @Test
    void ones_own_contacts_have_names() {
        web.file("/contacts.xml", CONTACTS);
        var books = books("local_contact.data.url", web.at("/contacts.xml"));
        assertThat(books.nameOf("1002")).isEmpty();
        books.read();
        assertThat(books.nameOf("1002")).contains("Ada");
        assertThat(books.nameOf("0171-23")).contains("Ada");
        assertThat(books.nameOf("1003")).isEmpty();
        assertThat(books.find("ad")).containsExactly(new Person("Ada", List.of("1002", "0171 23")));
        assertThat(notes).isEmpty();
    }

    /// `features.remote_phonebook.enable` is about names of calls alone.
    @Test
    void a_phone_book_names_callers_if_it_may() {
        web.file("/book.xml", directory("Grace", "1003"));
        var quiet = books("remote_phonebook.data.1.url", web.at("/book.xml"));
        quiet.read();
        assertThat(quiet.nameOf("1003")).isEmpty();
        assertThat(quiet.find("grace")).hasSize(1);
        var books =
                books(
                        "remote_phonebook.data.1.url",
                        web.at("/book.xml"),
                        "features.remote_phonebook.enable",
                        "1");
        books.read();
        assertThat(books.nameOf("1003")).contains("Grace");
    }

    @Test
    void a_menu_leads_to_further_books_and_to_a_search() {
        web.file("/menu.xml", menu("a.xml", web.at("/find?q=#SEARCH"), "menu.xml"));
        web.file("/a.xml", directory("Grace", "1003"));
        web.file("/find?q=Gra%20x", directory("Grace Hopper", "1004"));
        var books = books("remote_phonebook.data.1.url", web.at("/menu.xml"));
        books.read();
        assertThat(web.fetched).containsExactly("/menu.xml", "/a.xml");
        assertThat(books.find("grace")).extracting(Person::name).containsExactly("Grace");
        assertThat(notes).singleElement().asString().contains("/find?q=grace");
        assertThat(books.find("Gra x")).extracting(Person::name).containsExactly("Grace Hopper");
    }

    @Test
    void a_server_that_lists_books_without_end_is_left() {
        var urls = new String[200];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = i + ".xml";
            web.file("/" + i + ".xml", directory("P" + i, "2" + i));
        }
        web.file("/menu.xml", menu(urls));
        var books = books("remote_phonebook.data.1.url", web.at("/menu.xml"));
        books.read();
        assertThat(web.fetched).hasSize(PhoneBooks.MOST_FILES);
        assertThat(notes).singleElement().asString().contains("the rest is left out");
        assertThat(books.find("P")).hasSize(PhoneBooks.MOST_FILES - 1);
    }

    @Test
    void what_is_missing_or_no_book_is_told_and_the_rest_read() {
        web.file("/html.xml", "<html></html>");
        web.file("/book.xml", directory("Grace", "1003"));
        var books =
                books(
                        "local_contact.data.url", web.at("/none.xml"),
                        "remote_phonebook.data.1.url", web.at("/html.xml"),
                        "remote_phonebook.data.2.url", web.at("/book.xml"));
        books.read();
        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst()).contains("/none.xml: not there");
        assertThat(notes.getLast()).contains("html");
        assertThat(books.find("1003")).hasSize(1);
    }

    @Test
    void a_call_without_a_name_gets_one() throws Exception {
        web.file("/contacts.xml", CONTACTS);
        try (var site = Site.on(InetAddress.getLoopbackAddress())) {
            var called = site.phone(account().settings(Profile.T38G));
            var phone =
                    site.phone(
                            account("local_contact.data.url", web.at("/contacts.xml"))
                                    .settings(Profile.T38G));
            phone.await(
                    Duration.ofSeconds(20), () -> !phone.find("Ada").isEmpty(), () -> "contacts");
            var place = called.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
            var call = phone.call("sip:1002@" + place);
            call.await(Call.State.ENDED);
            assertThat(call.facts().remoteName()).isEqualTo("Ada");
        }
    }
}
