package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlFilesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void rules_of_the_dial_plan() throws UnusableFile {
        var dialNow =
                RuleFile.dialNow(
                        "dialnow.xml",
                        bytes(
                                """
                                <?xml version="1.0" encoding="UTF-8"?>
                                <DialNow>
                                  <!-- internal numbers -->
                                  <Data DialNowRule="1xx" LineID="1,2"/>
                                  <Data DialNowRule="[" LineID=""/>
                                  <Other DialNowRule="2xx"/>
                                </DialNow>
                                """));
        assertThat(dialNow.rules()).containsExactly(DialNowRule.parse("1xx", "1,2"));
        assertThat(dialNow.remarks())
                .singleElement()
                .hasToString(
                        "dialnow.xml:5: Data: '[' is no pattern: ']' is missing at character 1; ignored");
        var replace =
                RuleFile.replace(
                        "replace.xml",
                        bytes(
                                "<DialRule><Data Prefix='0(.)' Replace='9$1' LineID=''/></DialRule>"));
        assertThat(replace.rules()).containsExactly(ReplaceRule.parse("0(.)", "9$1", ""));
    }

    @Test
    void a_file_of_rules_has_a_hundred_at_most() throws UnusableFile {
        String rows = "<Data DialNowRule='1'/>\n".repeat(101);
        var file = RuleFile.dialNow("a.xml", bytes("<DialNow>" + rows + "</DialNow>"));
        assertThat(file.rules()).hasSize(100);
        assertThat(file.remarks()).hasSize(1);
    }

    @Test
    void daylight_saving_time() throws UnusableFile {
        var file =
                TimeRule.read(
                        "AutoDST.xml",
                        bytes(
                                """
                                <DSTData>
                                <DST szTime="+1" szZone="Germany(Berlin)" iType="1" szStart="3/5/7/2" szEnd="10/5/7/3" szOffset="60"/>
                                <DST szTime="-3:30" szZone="St. John's" iType="0" szStart="3/11/2" szEnd="11/4/2" szOffset="60"/>
                                <DST szTime="+8" szZone="China(Beijing)"/>
                                <DST szTime="east"/>
                                <DST szTime="+1" iType="1" szStart="3/5"/>
                                <DST szTime="+1" szOffset="301"/>
                                </DSTData>
                                """));
        assertThat(file.rules()).hasSize(3);
        assertThat(file.rules().getFirst())
                .isEqualTo(
                        new TimeRule(
                                ZoneOffset.ofHours(1),
                                "Germany(Berlin)",
                                List.of(3, 5, 7, 2),
                                List.of(10, 5, 7, 3),
                                TimeRule.Form.WEEK,
                                Duration.ofHours(1)));
        assertThat(file.rules().get(1).zone()).isEqualTo(ZoneOffset.ofHoursMinutes(-3, -30));
        assertThat(file.remarks())
                .extracting(remark -> remark.place().line())
                .containsExactly(5, 6, 7);
    }

    @Test
    void contacts_stand_in_two_parts() throws UnusableFile {
        var contacts =
                Contacts.read(
                        "contact.xml",
                        bytes(
                                """
                                <?xml version="1.0" encoding="UTF-8"?>
                                <root_group>
                                <group display_name="Sales" ring="Resource:Ring2.wav"/>
                                </root_group>
                                <root_contact>
                                <contact display_name="Zoë &amp; Bob" office_number="1001" mobile_number="0171" other_number="" line="0" ring="Auto" group_id_name="Sales"/>
                                <contact display_name="Eve" office_number="1002" line="-1"/>
                                </root_contact>
                                """));
        assertThat(contacts.groups())
                .containsExactly(new Contacts.Group("Sales", "Resource:Ring2.wav"));
        assertThat(contacts.contacts())
                .containsExactly(
                        new Contacts.Contact("Zoë & Bob", "1001", "0171", "", 1, "Auto", "Sales"),
                        new Contacts.Contact("Eve", "1002", "", "", 0, "Auto", ""));
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> Contacts.read("a.xml", bytes("<html/>")))
                .withMessage("a.xml: neither <root_group> nor <root_contact>");
    }

    @Test
    void remote_phone_books() throws UnusableFile {
        assertThat(
                        RemotePhoneBook.read(
                                "a.xml",
                                bytes(
                                        """
                                        <AcmeIPPhoneDirectory>
                                        <DirectoryEntry><Name>Ann</Name><Telephone>1001</Telephone><Telephone>0171</Telephone></DirectoryEntry>
                                        <DirectoryEntry><Name>Bob</Name><Telephone/></DirectoryEntry>
                                        <DirectoryEntry/>
                                        </AcmeIPPhoneDirectory>
                                        """)))
                .isEqualTo(
                        new RemotePhoneBook.Directory(
                                List.of(
                                        new RemotePhoneBook.Person("Ann", List.of("1001", "0171")),
                                        new RemotePhoneBook.Person("Bob", List.of()),
                                        new RemotePhoneBook.Person("", List.of()))));
        assertThat(
                        RemotePhoneBook.read(
                                "a.xml",
                                bytes(
                                        """
                                        <YealinkIPPhoneMenu><Title>Books</Title>
                                        <MenuItem><Name>All</Name><URL>http://h/?q=#SEARCH</URL></MenuItem>
                                        <SoftKeyItem><Name>1</Name><URL>http://h/1</URL></SoftKeyItem>
                                        </YealinkIPPhoneMenu>
                                        """)))
                .isEqualTo(
                        new RemotePhoneBook.Menu(
                                "Books",
                                List.of(new RemotePhoneBook.Item("All", "http://h/?q=#SEARCH"))));
        assertThat(
                        RemotePhoneBook.read(
                                "a.xml",
                                bytes(
                                        """
                                        <YealinkIPPhoneBook><Title>x</Title>
                                        <Menu Name="Sales"><Unit Name="Ann" Phone1="1001" Phone2="" Phone3="7" default_photo=""/></Menu>
                                        <Menu Name="Lab"/>
                                        </YealinkIPPhoneBook>
                                        """)))
                .isEqualTo(
                        new RemotePhoneBook.Book(
                                List.of(
                                        new RemotePhoneBook.Group(
                                                "Sales",
                                                List.of(
                                                        new RemotePhoneBook.Person(
                                                                "Ann", List.of("1001", "7")))),
                                        new RemotePhoneBook.Group("Lab", List.of()))));
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> RemotePhoneBook.read("a.xml", bytes("\n<html/>")))
                .withMessage("a.xml:1: <html> is no phone book");
    }

    @Test
    void entities_and_document_types_are_not_read() {
        String external =
                """
                <!DOCTYPE DialNow [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <DialNow><Data DialNowRule="&x;"/></DialNow>
                """;
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> RuleFile.dialNow("a.xml", bytes(external)));
        String laughs =
                """
                <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <YealinkIPPhoneMenu><Title>&b;</Title></YealinkIPPhoneMenu>
                """;
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> RemotePhoneBook.read("a.xml", bytes(laughs)));
    }

    @Test
    void a_file_has_bounds() throws UnusableFile {
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> RemotePhoneBook.read("a.xml", new byte[(4 << 20) + 1]))
                .withMessageContaining("larger than");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() ->
                        RemotePhoneBook.read("a.xml", bytes("<IPPhoneMenu>" + "<a>".repeat(20))))
                .withMessageContaining("deeper than 16");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() ->
                        RemotePhoneBook.read(
                                "a.xml", bytes("<IPPhoneMenu>" + "<a/>".repeat(50_000))))
                .withMessageContaining("more than 50000 elements");
        String name = "x".repeat(5000);
        var menu =
                RemotePhoneBook.read(
                        "a.xml", bytes("<IPPhoneMenu><Title>" + name + "</Title></IPPhoneMenu>"));
        assertThat(menu).isEqualTo(new RemotePhoneBook.Menu("x".repeat(1024), List.of()));
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> RuleFile.dialNow("a.xml", bytes("\n")))
                .withMessageContaining("not well-formed");
    }
}
