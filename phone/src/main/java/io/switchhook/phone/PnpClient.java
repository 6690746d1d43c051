package io.switchhook.phone;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.ua.Backoff;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A phone that does not know where its files are.
///
/// ```
///   ask: SUBSCRIBE to everybody --> NOTIFY with a URL --> fetch --> its own file is there: found
///        ^                          |                     |
///        |                          | none in 32 s        | not there (it is not adopted yet), or no answer
///        +-------- wait <-----------+---------------------+
/// ```
///
/// Each question has a Call-ID of its own, since a server answers each but once. Whoever is in the same network can answer, as with the
/// makers' phones; a NOTIFY that does not know Call-ID and tag is not taken. For its shard.
final class PnpClient implements TransactionUser {
    private static final String PACKAGE = "ua-profile";
    private static final MediaType URL = MediaType.of("application", "url");
    private static final Set<String> SCHEMES = Set.of("http", "https", "tftp");
    private static final int LONGEST_URL = 1024;
    private static final int LOCATED = 1;

    private final PnpSearch search;
    private final Ground ground;
    private final Listener listener;
    private final TransactionLayer layer;
    private final UacCore uac;
    private final Identifiers identifiers;
    private final Backoff backoff;
    private @Nullable Question question;
    private UacCore.@Nullable Sent sent;
    private Timers.@Nullable Handle next;
    private boolean closed;

    /// What comes of it. On the shard.
    interface Listener {
        /// Fetches the files at a URL, which somebody in the network has told.
        ///
        /// @param fetched to be called on the shard with what was there
        /// @param failed to be called on the shard with the reason
        void fetch(String url, Consumer<Boot> fetched, Consumer<String> failed);

        void tell(PhoneEvent event);

        /// The files, that of this phone among them. Nothing comes after it.
        void found(Boot boot);
    }

    /// A SUBSCRIBE that was sent.
    private record Question(CallId callId, String tag) {}

    PnpClient(PnpSearch search, Ground ground, Listener listener) {
        this.search = search;
        this.ground = ground;
        this.listener = listener;
        identifiers = new Identifiers(ground.random());
        backoff = new Backoff(ground.random(), search.retry(), search.longestRetry());
        layer =
                new TransactionLayer(
                        ground.shard(),
                        ground.timers(),
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        identifiers,
                        new TransactionCounters(),
                        _ -> this);
        uac =
                new UacCore(
                        layer,
                        ground.timers(),
                        ground.shard(),
                        ground.flows(),
                        ground.locator(),
                        LOCATED);
    }

    MessageHandler handler() {
        return layer;
    }

    /// Asks, and goes on until the files are found.
    void start() {
        if (closed) return;
        var asked =
                new Question(new CallId(identifiers.tag() + identifiers.tag()), identifiers.tag());
        question = asked;
        next = ground.timers().start(TimerValues.DEFAULT.timeout(), this::unanswered);
        var group = SipUri.of(search.group());
        var udp = group.withParameters(group.parameters().with("transport", "udp"));
        sent =
                uac.send(
                        subscribe(asked),
                        udp,
                        Optional.empty(),
                        response -> heard(asked, response));
    }

    /// As the makers' phones ask.
    private Request subscribe(Question asked) {
        var whom = whom(search.group());
        var here = whom(ground.contact().apply(Transport.UDP));
        return Request.of(
                Method.SUBSCRIBE,
                whom,
                Headers.EMPTY.with(h ->
                        h.add(Header.MAX_FORWARDS, 70)
                                .add(Header.FROM, NameAddr.of(whom).withTag(asked.tag))
                                .add(Header.TO, NameAddr.of(whom))
                                .add(Header.CALL_ID, asked.callId)
                                .add(Header.CSEQ, new CSeq(1, Method.SUBSCRIBE))
                                .add(Header.CONTACT, Contact.of(NameAddr.of(here)))
                                .add(Header.EVENT, event())
                                .add(Header.EXPIRES, 0)
                                .add(Header.ACCEPT, URL)
                                .add(Header.USER_AGENT, search.profile().userAgent())
                                .add(Header.CONTENT_LENGTH, 0)),
                Body.EMPTY);
    }

    private SipUri whom(HostPort at) {
        return SipUri.parse("sip:MAC%3a" + search.mac() + '@' + at);
    }

    private Event event() {
        var profile = search.profile();
        return new Event(
                PACKAGE,
                Parameters.EMPTY
                        .with("profile-type", "\"device\"")
                        .with("vendor", "\"Yealink\"")
                        .with("model", '"' + profile.model().replace("SIP-", "") + '"')
                        .with("version", '"' + profile.firmware() + '"'));
    }

    private void heard(Question asked, Response response) {
        if (asked.equals(question) && response.status().isFinal() && !response.status().isSuccess())
            again("nobody tells where the files are: " + response.reasonPhrase());
    }

    private void unanswered() {
        again("nobody tells where the files are");
    }

    private void again(String why) {
        if (closed) return;
        stop();
        var wait = backoff.next(Optional.empty());
        listener.tell(new PhoneEvent.Problem(why + "; asked again in " + wait.toSeconds() + " s"));
        next = ground.timers().start(wait, this::start);
    }

    private void stop() {
        question = null;
        if (sent != null) sent.abandon();
        sent = null;
        if (next != null) next.cancel();
        next = null;
    }

    @Override
    public void request(ServerTransaction transaction) {
        try {
            answer(transaction);
        } catch (MalformedField e) {
            respond(transaction, StatusCode.BAD_REQUEST);
        }
    }

    private void answer(ServerTransaction transaction) {
        var request = transaction.request();
        if (!isAsked(request)) {
            respond(transaction, StatusCode.CALL_DOES_NOT_EXIST);
            return;
        }
        var url = url(request);
        respond(transaction, url.isPresent() ? StatusCode.OK : StatusCode.BAD_REQUEST);
        if (url.isEmpty()) return;
        stop();
        listener.tell(new PhoneEvent.FilesAt(url.get()));
        listener.fetch(
                url.get(), this::fetched, why -> again("no files at " + url.get() + ": " + why));
    }

    private boolean isAsked(Request request) {
        var headers = request.headers();
        var asked = question;
        return asked != null
                && request.method() == Method.NOTIFY
                && headers.require(Header.CALL_ID).equals(asked.callId)
                && headers.require(Header.TO).tag().equals(asked.tag)
                && headers.get(Header.EVENT).filter(it -> it.type().equals(PACKAGE)).isPresent();
    }

    /// The body is a URL and nothing else.
    private static Optional<String> url(Request notify) {
        var type = notify.headers().get(Header.CONTENT_TYPE);
        if (type.isEmpty() || !type.get().is("application/url")) return Optional.empty();
        String text = notify.body().toString().strip();
        if (text.length() > LONGEST_URL) return Optional.empty();
        try {
            var uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.getHost() != null && SCHEMES.contains(scheme)
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void fetched(Boot boot) {
        if (closed) return;
        if (!boot.isOwn()) {
            again("the server has no file for " + search.mac() + " yet");
            return;
        }
        close();
        listener.found(boot);
    }

    private void respond(ServerTransaction transaction, StatusCode status) {
        var agent = search.profile().userAgent();
        var response = layer.responseTo(transaction.request(), status);
        transaction.respond(response.with(h -> h.add(Header.USER_AGENT, agent)));
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {}

    @Override
    public void ack(Request ack, Flow flow) {}

    @Override
    public void strayResponse(Response response, Flow flow) {}

    /// Asks no more.
    void close() {
        closed = true;
        stop();
    }
}
