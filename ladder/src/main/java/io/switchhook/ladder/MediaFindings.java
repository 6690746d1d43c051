package io.switchhook.ladder;

import io.switchhook.ladder.Evidence.Turn;
import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.uri.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who will send what to whom, as both session descriptions say together, and who will hear nothing.
final class MediaFindings {

    /// @param nanos when it came to be
    /// @param deaf the lane that hears nothing since its address cannot be reached; empty if all is well
    record Found(long nanos, List<String> lanes, String text, String deaf) {}

    /// A description on its way to the other end.
    private record Said(Turn by, SessionDescription session) {}

    private final Evidence evidence;
    private final List<Found> found = new ArrayList<>();
    private final Set<String> texts = new LinkedHashSet<>();

    /// The last offer in each transaction, as the phone said it.
    private final Map<String, Said> offers = new HashMap<>();

    private MediaFindings(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Found> of(Evidence evidence) {
        var findings = new MediaFindings(evidence);
        for (var turn : evidence.turns()) findings.follow(turn);
        return findings.found;
    }

    private void follow(Turn turn) {
        var seen = turn.seen();
        if (seen.isSent() || seen.session().isEmpty()) return;
        var said = new Said(turn, seen.session().get());
        String transaction = (seen.is("ACK") ? "INVITE" : seen.method()) + seen.cseq();
        var offer = offers.get(transaction);
        if (offer == null || offer.by().lane().equals(turn.lane())) {
            offers.put(transaction, said);
            return;
        }
        boolean settles = seen.is("ACK") || (seen.status() >= 200 && seen.status() < 300);
        if (settles) settle(offer, said);
    }

    private void settle(Said offer, Said answer) {
        int streams = Math.min(offer.session().media().size(), answer.session().media().size());
        for (int i = 0; i < streams; i++) {
            var asked = offer.session().media().get(i);
            var given = answer.session().media().get(i);
            if (asked.port() == 0 || given.port() == 0) continue;
            if (!asked.isRtp()) continue;
            stream(offer, asked, answer, given);
        }
    }

    private void stream(Said offer, MediaDescription asked, Said answer, MediaDescription given) {
        var offering = Talk.effective(offer.session(), asked);
        var answering = Talk.effective(answer.session(), given);
        boolean forth = offering.sends() && answering.receives();
        boolean back = answering.sends() && offering.receives();
        String a = evidence.label(offer.by().lane());
        String b = evidence.label(answer.by().lane());
        String what =
                asked.type()
                        + Talk.codecs(given).stream()
                                .findFirst()
                                .map(it -> " (" + it + ")")
                                .orElse("");
        String text =
                forth && back
                        ? a + " and " + b + " send each other " + what
                        : forth
                                ? a + " sends " + what + " to " + b + " alone"
                                : back
                                        ? b + " sends " + what + " to " + a + " alone"
                                        : "nobody sends " + asked.type();
        add(answer.by(), List.of(offer.by().lane(), answer.by().lane()), text, "");
        if (back) reach(offer, asked, answer, a, b, answer.by());
        if (forth) reach(answer, given, offer, b, a, answer.by());
    }

    private void add(Turn at, List<String> lanes, String text, String deaf) {
        // the same again says nothing new
        boolean isLast = !found.isEmpty() && found.getLast().text().equals(text);
        if (isLast || (!deaf.isEmpty() && !texts.add(text))) return;
        found.add(new Found(at.seen().nanos(), lanes, text, deaf));
    }

    /// Whether what the sender sends can come to where the receiver wants it.
    private void reach(
            Said receiver, MediaDescription stream, Said sender, String who, String from, Turn at) {
        if (stream.has(Attribute.CANDIDATE) || isRelayed(receiver, stream)) return;
        var wanted = receiver.session().connectionOf(stream).flatMap(it -> address(it.address()));
        var origin = receiver.by().seen().path().remote().getAddress();
        var source = sender.by().seen().path().remote().getAddress();
        if (wanted.isEmpty() || origin == null || source == null) return;
        if (!isPrivate(wanted.get()) || source.isLoopbackAddress()) return;
        if (isPrivate(source) || source.equals(origin)) return;
        add(
                at,
                List.of(receiver.by().lane(), sender.by().lane()),
                who
                        + " will hear nothing, because it wants its "
                        + stream.type()
                        + " sent to "
                        + wanted.get().getHostAddress()
                        + ", a private address that "
                        + from
                        + " at "
                        + source.getHostAddress()
                        + " cannot reach",
                receiver.by().lane());
    }

    /// Whether the other end was told another address than the phone said.
    private boolean isRelayed(Said said, MediaDescription stream) {
        int place = said.session().media().indexOf(stream);
        var seen = said.by().seen();
        String address = where(said.session(), place);
        return evidence.turns().stream()
                .filter(turn ->
                        turn.seen().isSent()
                                && turn.seen().method().equals(seen.method())
                                && turn.seen().cseq() == seen.cseq()
                                && turn.seen().isRequest() == seen.isRequest()
                                && !turn.lane().equals(said.by().lane()))
                .flatMap(turn -> turn.seen().session().stream())
                .anyMatch(session -> !where(session, place).equals(address));
    }

    private static String where(SessionDescription session, int place) {
        if (place < 0 || place >= session.media().size()) return "";
        return session.connectionOf(session.media().get(place)).map(it -> it.address()).orElse("");
    }

    private static Optional<InetAddress> address(String text) {
        var host = HostPort.of(text.indexOf(':') < 0 ? text : '[' + text + ']');
        if (!host.isNumeric()) return Optional.empty();
        try {
            return Optional.of(InetAddress.getByName(host.host()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /// RFC 1918, RFC 4193, RFC 6598, and addresses of one link alone.
    static boolean isPrivate(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address.isSiteLocalAddress() || address.isLinkLocalAddress()) return true;
        if (address.isLoopbackAddress()) return true;
        if (octets.length == 16) return (octets[0] & 0xfe) == 0xfc;
        return octets[0] == 100 && (octets[1] & 0xc0) == 64;
    }
}
