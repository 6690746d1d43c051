package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged resource files give values or [UnusableFile], and nothing else.
class XmlFilesFuzz {
    private interface Reader {
        Object read(byte[] bytes) throws UnusableFile;
    }

    private static void survives(String seed, Reader reader) {
        survives(seed, "a.xml", reader);
    }

    private static void survives(String seed, String name, Reader reader) {
        var random = new Random(20_260_103);
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            try {
                assertThat(reader.read(ConfigurationFileFuzz.damaged(bytes, random))).isNotNull();
                read++;
            } catch (UnusableFile e) {
                assertThat(e.getMessage()).startsWith(name);
            }
        }
        assertThat(read).isBetween(1, 1_999);
    }

    @Test
    void rules() {
        survives(
                "<?xml version='1.0'?><DialNow><Data DialNowRule='1[2-3](xx).' LineID='1,2'/></DialNow>",
                bytes -> RuleFile.dialNow("a.xml", bytes));
        survives(
                "<DialRule><Data Prefix='1[2-3](xx).' Replace='9$1' LineID='1'/></DialRule>",
                bytes -> RuleFile.replace("a.xml", bytes));
    }

    @Test
    void daylight_saving_time() {
        survives(
                "<DSTData><DST szTime='+1:30' szZone='x' iType='1' szStart='3/5/7/2' szEnd='10/5/7/3' szOffset='-60'/></DSTData>",
                bytes -> TimeRule.read("a.xml", bytes));
    }

    @Test
    void contacts() {
        survives(
                "<?xml version='1.0'?><root_group><group display_name='a'/></root_group><root_contact><contact display_name='&lt;&#x41;' line='0'/></root_contact>",
                bytes -> Contacts.read("a.xml", bytes));
    }

    @Test
    void phone_books() {
        survives(
                "<XIPPhoneDirectory><DirectoryEntry><Name>Ann</Name><Telephone>1</Telephone></DirectoryEntry></XIPPhoneDirectory>",
                bytes -> RemotePhoneBook.read("a.xml", bytes));
        survives(
                "<XIPPhoneBook><Menu Name='a'><Unit Name='b' Phone1='1'/></Menu></XIPPhoneBook>",
                bytes -> RemotePhoneBook.read("a.xml", bytes));
    }

    @Test
    void dialogs_of_a_line() {
        survives(
                "<?xml version='1.0'?><dialog-info version='1' state='partial'><dialog id='a' direction='recipient'><state>early</state><remote><target uri='sip:b'/></remote></dialog></dialog-info>",
                "dialog-info",
                DialogInfo::read);
    }

    @Test
    void registrations_of_an_account() {
        survives(
                "<?xml version='1.0'?><reginfo version='0' state='full'><registration id='r' state='terminated'><contact id='1' state='terminated' event='probation' retry-after='9'><uri>sip:a@b</uri></contact></registration></reginfo>",
                "reginfo",
                RegistrationInfo::read);
    }
}
