package io.switchhook.sip.header;

import static io.switchhook.sip.header.HeaderName.Known;
import static io.switchhook.sip.header.HeaderType.list;
import static io.switchhook.sip.header.HeaderType.single;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import java.time.Instant;

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
    public static final HeaderType<Integer> EXPIRES = seconds(Known.EXPIRES);
    public static final HeaderType<Integer> MIN_EXPIRES = seconds(Known.MIN_EXPIRES);
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
    public static final HeaderType<MediaType> CONTENT_TYPE =
            single(Known.CONTENT_TYPE, MediaType::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<MediaType> ACCEPT =
            list(Known.ACCEPT, MediaType::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<ContentDisposition> CONTENT_DISPOSITION =
            single(
                    Known.CONTENT_DISPOSITION,
                    ContentDisposition::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<Event> EVENT =
            single(Known.EVENT, Event::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<SubscriptionState> SUBSCRIPTION_STATE =
            single(
                    Known.SUBSCRIPTION_STATE,
                    SubscriptionState::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<SessionExpires> SESSION_EXPIRES =
            single(
                    Known.SESSION_EXPIRES,
                    SessionExpires::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<MinSe> MIN_SE =
            single(Known.MIN_SE, MinSe::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<RAck> RACK =
            single(Known.RACK, RAck::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Replaces> REPLACES =
            single(Known.REPLACES, Replaces::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Replaces> JOIN =
            single(Known.JOIN, Replaces::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Privacy> PRIVACY =
            single(Known.PRIVACY, Privacy::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Warning> WARNING =
            list(Known.WARNING, Warning::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Timestamp> TIMESTAMP =
            single(Known.TIMESTAMP, Timestamp::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<SessionId> SESSION_ID =
            single(Known.SESSION_ID, SessionId::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<SecurityMechanism> SECURITY_CLIENT =
            list(
                    Known.SECURITY_CLIENT,
                    SecurityMechanism::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<SecurityMechanism> SECURITY_SERVER =
            list(
                    Known.SECURITY_SERVER,
                    SecurityMechanism::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<SecurityMechanism> SECURITY_VERIFY =
            list(
                    Known.SECURITY_VERIFY,
                    SecurityMechanism::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<AlertInfo> ALERT_INFO =
            list(Known.ALERT_INFO, AlertInfo::parse, (out, value) -> value.writeTo(out));
    public static final HeaderType<Instant> DATE =
            single(Known.DATE, SipDate::parse, SipDate::write);
    public static final HeaderType<AuthParameters> AUTHENTICATION_INFO =
            single(
                    Known.AUTHENTICATION_INFO,
                    AuthParameters::parse,
                    (out, value) -> value.writeTo(out));
    public static final HeaderType<Long> RSEQ =
            single(Known.RSEQ, in -> in.number(0xffff_ffffL), ByteSink::put);
    public static final HeaderType<Integer> MAX_BREADTH =
            number(Known.MAX_BREADTH, Integer.MAX_VALUE);
    public static final HeaderType<Integer> FLOW_TIMER = seconds(Known.FLOW_TIMER);
    public static final HeaderType<NameAddr> REFER_TO = address(Known.REFER_TO);
    public static final HeaderType<NameAddr> REFERRED_BY = address(Known.REFERRED_BY);
    public static final HeaderType<NameAddr> REPLY_TO = address(Known.REPLY_TO);
    public static final HeaderType<NameAddr> REMOTE_PARTY_ID = addresses(Known.REMOTE_PARTY_ID);
    public static final HeaderType<NameAddr> DIVERSION = addresses(Known.DIVERSION);
    public static final HeaderType<NameAddr> HISTORY_INFO = addresses(Known.HISTORY_INFO);
    public static final HeaderType<NameAddr> CALL_INFO = addresses(Known.CALL_INFO);
    public static final HeaderType<NameAddr> ERROR_INFO = addresses(Known.ERROR_INFO);
    public static final HeaderType<String> SIP_ETAG =
            single(Known.SIP_ETAG, Scanner::token, ByteSink::put);
    public static final HeaderType<String> SIP_IF_MATCH =
            single(Known.SIP_IF_MATCH, Scanner::token, ByteSink::put);
    public static final HeaderType<String> CONTENT_ENCODING = tokens(Known.CONTENT_ENCODING);
    public static final HeaderType<String> CONTENT_LANGUAGE = tokens(Known.CONTENT_LANGUAGE);
    public static final HeaderType<String> REQUEST_DISPOSITION = tokens(Known.REQUEST_DISPOSITION);
    public static final HeaderType<String> RECV_INFO = tokens(Known.RECV_INFO);
    public static final HeaderType<String> USER_AGENT = text(Known.USER_AGENT);
    public static final HeaderType<String> SERVER = text(Known.SERVER);
    public static final HeaderType<String> SUBJECT = text(Known.SUBJECT);
    public static final HeaderType<String> ORGANIZATION = text(Known.ORGANIZATION);
    public static final HeaderType<String> PRIORITY = text(Known.PRIORITY);
    public static final HeaderType<String> MIME_VERSION = text(Known.MIME_VERSION);
    public static final HeaderType<String> IDENTITY = text(Known.IDENTITY);

    private Header() {}

    private static HeaderType<Integer> number(HeaderName name, int max) {
        return single(name, in -> (int) in.number(max), (out, number) -> out.put(number));
    }

    private static HeaderType<Integer> seconds(HeaderName name) {
        return single(name, Scanner::deltaSeconds, (out, seconds) -> out.put(seconds));
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
