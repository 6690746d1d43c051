package io.switchhook.sip.header;

import static io.switchhook.sip.header.HeaderName.Known;
import static io.switchhook.sip.header.HeaderType.list;
import static io.switchhook.sip.header.HeaderType.single;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;

/// The typed keys of the header fields this program reads or writes.
public final class Header {
    public static final HeaderType<Via> VIA =
            list(Known.VIA, Via::parse, (out, via) -> via.writeTo(out));
    public static final HeaderType<Integer> MAX_FORWARDS = number(Known.MAX_FORWARDS, 255);
    public static final HeaderType<NameAddr> FROM = address(Known.FROM);
    public static final HeaderType<NameAddr> TO = address(Known.TO);
    public static final HeaderType<CallId> CALL_ID =
            single(Known.CALL_ID, CallId::parse, (out, id) -> out.put(id.value()));
    public static final HeaderType<CSeq> CSEQ =
            single(Known.CSEQ, CSeq::parse, (out, cseq) -> cseq.writeTo(out));
    public static final HeaderType<Contact> CONTACT =
            list(Known.CONTACT, Contact::parse, (out, contact) -> contact.writeTo(out));
    public static final HeaderType<Integer> CONTENT_LENGTH =
            number(Known.CONTENT_LENGTH, Integer.MAX_VALUE);
    public static final HeaderType<Integer> EXPIRES = number(Known.EXPIRES, Integer.MAX_VALUE);
    public static final HeaderType<Integer> MIN_EXPIRES =
            number(Known.MIN_EXPIRES, Integer.MAX_VALUE);
    public static final HeaderType<NameAddr> ROUTE = addresses(Known.ROUTE);
    public static final HeaderType<NameAddr> RECORD_ROUTE = addresses(Known.RECORD_ROUTE);
    public static final HeaderType<NameAddr> PATH = addresses(Known.PATH);
    public static final HeaderType<NameAddr> SERVICE_ROUTE = addresses(Known.SERVICE_ROUTE);
    public static final HeaderType<NameAddr> P_ASSERTED_IDENTITY =
            addresses(Known.P_ASSERTED_IDENTITY);
    public static final HeaderType<NameAddr> P_PREFERRED_IDENTITY =
            addresses(Known.P_PREFERRED_IDENTITY);
    public static final HeaderType<String> SUPPORTED = tokens(Known.SUPPORTED);
    public static final HeaderType<String> REQUIRE = tokens(Known.REQUIRE);
    public static final HeaderType<String> PROXY_REQUIRE = tokens(Known.PROXY_REQUIRE);
    public static final HeaderType<String> UNSUPPORTED = tokens(Known.UNSUPPORTED);
    public static final HeaderType<String> ALLOW_EVENTS = tokens(Known.ALLOW_EVENTS);
    public static final HeaderType<Method> ALLOW =
            list(Known.ALLOW, in -> Method.of(in.token()), (out, method) -> out.put(method.name()));
    public static final HeaderType<Challenge> WWW_AUTHENTICATE =
            single(
                    Known.WWW_AUTHENTICATE,
                    Challenge::parse,
                    (out, challenge) -> challenge.writeTo(out));
    public static final HeaderType<Challenge> PROXY_AUTHENTICATE =
            single(
                    Known.PROXY_AUTHENTICATE,
                    Challenge::parse,
                    (out, challenge) -> challenge.writeTo(out));
    public static final HeaderType<Credentials> AUTHORIZATION =
            single(
                    Known.AUTHORIZATION,
                    Credentials::parse,
                    (out, credentials) -> credentials.writeTo(out));
    public static final HeaderType<Credentials> PROXY_AUTHORIZATION =
            single(
                    Known.PROXY_AUTHORIZATION,
                    Credentials::parse,
                    (out, credentials) -> credentials.writeTo(out));
    public static final HeaderType<Reason> REASON =
            list(Known.REASON, Reason::parse, (out, reason) -> reason.writeTo(out));
    public static final HeaderType<RetryAfter> RETRY_AFTER =
            single(Known.RETRY_AFTER, RetryAfter::parse, (out, after) -> after.writeTo(out));
    public static final HeaderType<String> USER_AGENT = text(Known.USER_AGENT);
    public static final HeaderType<String> SERVER = text(Known.SERVER);
    public static final HeaderType<String> DATE = text(Known.DATE);

    private Header() {}

    private static HeaderType<Integer> number(HeaderName name, int max) {
        return single(name, in -> (int) in.number(max), (out, number) -> out.put(number));
    }

    private static HeaderType<NameAddr> address(HeaderName name) {
        return single(name, NameAddr::parse, (out, address) -> address.writeTo(out));
    }

    private static HeaderType<NameAddr> addresses(HeaderName name) {
        return list(name, NameAddr::parse, (out, address) -> address.writeTo(out));
    }

    private static HeaderType<String> tokens(HeaderName name) {
        return list(name, Scanner::token, ByteSink::put);
    }

    private static HeaderType<String> text(HeaderName name) {
        return single(name, Scanner::rest, ByteSink::put);
    }
}
