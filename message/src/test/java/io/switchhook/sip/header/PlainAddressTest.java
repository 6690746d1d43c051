package io.switchhook.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Scanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is plain at a glance is an address by the letter of the grammar.
class PlainAddressTest {
    private static Scanner strict(byte[] bytes) {
        return new Scanner(bytes, 0, bytes.length, Leniencies.none());
    }

    private static boolean isPlain(byte[] bytes) {
        return NameAddr.isPlain(strict(bytes));
    }

    private static void check(byte[] bytes) {
        if (!isPlain(bytes)) return;
        var in = strict(bytes);
        var address = NameAddr.parse(in);
        in.expectEnd();
        assertThat(address.sipUri()).isPresent();
        assertThat(address.parameters().size()).isLessThan(2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:1001@office.example>",
                "<sip:1001@192.0.2.1>;tag=3241869745",
                "\"User A\" <SIP:user;a=b@office.example>;Tag=x-1.!~",
                "\"Zoë, <or> nobody\"<sip:+49-30@a>",
            })
    void usualAddressesArePlain(String text) {
        assertThat(isPlain(bytes(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "<",
                "sip:a@b",
                "Bob <sip:a@b>",
                "\"a\\\"b\" <sip:a@b>",
                "\"a <sip:a@b>",
                "\"a\" sip:a@b",
                "<sip:b>",
                "<sip:@b>",
                "<sip:a@>",
                "<sip:a:b@c>",
                "<sip:%41@b>",
                "<sip:a@b:5060>",
                "<sip:a@[2001:db8::1]>",
                "<sip:a@b_c>",
                "<sip:a@b;lr>",
                "<sip:a@b?c=d>",
                "<sips:a@b>",
                "<tel:1>",
                "<sip:a@b",
                "<sip:a@b>;",
                "<sip:a@b>;tag",
                "<sip:a@b>;tag=",
                "<sip:a@b>;tag=\"x\"",
                "<sip:a@b>;tag=x;y",
                "<sip:a@b>;tag=x,",
                "<sip:a@b>, <sip:c@d>",
            })
    void othersAreLeftToTheGrammar(String text) {
        assertThat(isPlain(bytes(text))).isFalse();
    }

    /// Each byte replaced by each other, left out, and each put in everywhere.
    @ParameterizedTest
    @ValueSource(strings = {"<sip:a.b@c-d>;tag=e", "\"a \" <sip:a;b@c.d>;tag=e.f", "\"\"<sip:1@2>"})
    void whatIsPlainIsAnAddress(String text) {
        byte[] bytes = bytes(text);
        for (int at = 0; at <= bytes.length; at++) {
            for (int c = 0; c < 256; c++) {
                check(spliced(bytes, at, c, at));
                if (at < bytes.length) check(spliced(bytes, at, c, at + 1));
            }
            if (at < bytes.length) check(spliced(bytes, at, -1, at + 1));
            check(Arrays.copyOf(bytes, at));
        }
    }

    private static byte[] spliced(byte[] bytes, int keep, int c, int resume) {
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, keep);
        if (c >= 0) out.write(c);
        out.write(bytes, resume, bytes.length - resume);
        return out.toByteArray();
    }
}
