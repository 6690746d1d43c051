package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Lane;
import io.switchhook.ladder.Ladder.Subject;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is at the other end of each message: who asked is A, the server P, those who were asked B, C, ...
///
/// On the side of who asked there is one lane, whatever connections it comes over. On the other side there is one for each
/// address, unless tags or branches say that it is somebody who was there before.
final class Parties {
    static final String SERVER = "P";
    static final String CALLER = "A";

    /// More are drawn as one.
    private static final int MOST = 40;

    private static final String LETTERS = "BCDEFGHIJKLMNOQRSTUVWXYZ";

    private final Set<String> callerTags = new HashSet<>();
    private final Set<InetSocketAddress> own = new HashSet<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, String> byPath = new HashMap<>();
    private final Map<String, String> byTag = new HashMap<>();
    private final Map<String, String> byBranch = new HashMap<>();
    private final Subject from;
    private final Subject to;
    private boolean redirected;
    private String callerAddress = "";

    Parties(Strand strand) {
        var messages = strand.messages();
        for (var seen : messages) own.add(seen.path().local());
        var opening = strand.opening();
        opening.ifPresent(seen -> callerTags.add(seen.fromTag()));
        for (var seen : messages)
            if (seen.isRequest() && seen.toTag().isEmpty()) callerTags.add(seen.fromTag());
        from = subject(opening.flatMap(Seen::from));
        to = subject(opening.flatMap(Seen::to));
    }

    static Subject subject(Optional<NameAddr> address) {
        return new Subject(
                address.map(it -> user(it.uri())).orElse(""),
                address.map(NameAddr::displayName).orElse(""));
    }

    static String user(io.switchhook.sip.uri.Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.user().isEmpty() ? sip.host() : sip.decodedUser();
            case io.switchhook.sip.uri.TelUri tel -> tel.digits();
            case io.switchhook.sip.uri.OpaqueUri other -> other.toString();
        };
    }

    Subject from() {
        return from;
    }

    Subject to() {
        return to;
    }

    /// From now on, others are called than the caller asked for.
    void redirect() {
        redirected = true;
    }

    /// The lane of the other end.
    String lane(Seen seen) {
        if (seen.isMalformed()) return ofPath(seen);
        if (own.contains(seen.path().remote())) return SERVER;
        boolean byCaller = callerTags.contains(seen.fromTag());
        boolean atRequester = seen.isRequest() != seen.isSent();
        if (byCaller == atRequester) return caller(seen);
        String tag = atRequester ? seen.fromTag() : seen.toTag();
        String lane = known(seen, tag);
        if (lane.isEmpty()) lane = ofPath(seen);
        if (!tag.isEmpty()) byTag.putIfAbsent(tag, lane);
        if (seen.isRequest() && seen.isSent()) byBranch.put(seen.branch(), lane);
        return lane;
    }

    private String known(Seen seen, String tag) {
        if (!seen.isRequest() && !seen.isSent()) {
            String lane = byBranch.get(seen.branch());
            if (lane != null) return lane;
        }
        return tag.isEmpty() ? "" : byTag.getOrDefault(tag, "");
    }

    private String caller(Seen seen) {
        if (callerAddress.isEmpty()) {
            callerAddress = Sentence.address(seen.path());
            byPath.putIfAbsent(callerAddress, CALLER);
        }
        return CALLER;
    }

    private String ofPath(Seen seen) {
        String address = Sentence.address(seen.path());
        String known = byPath.get(address);
        if (known != null && !(known.equals(CALLER) && !seen.isMalformed())) return known;
        String beside = "callee " + address;
        if (byPath.containsKey(beside)) return byPath.get(beside);
        String id = next();
        lanes.putIfAbsent(id, new Lane(id, label(seen), address));
        byPath.put(known == null ? address : beside, id);
        return id;
    }

    private String next() {
        int place = Math.min(lanes.size(), MOST);
        return place < LETTERS.length()
                ? LETTERS.substring(place, place + 1)
                : "B" + (place - LETTERS.length() + 2);
    }

    private String label(Seen seen) {
        if (seen.isMalformed()) return "";
        String asked = seen.request().filter(_ -> seen.isSent()).map(Parties::target).orElse("");
        boolean isCallee = asked.isEmpty() || asked.equals(to.user()) || !redirected;
        return isCallee ? label(to) : asked;
    }

    private static String target(Request request) {
        try {
            return user(request.uri());
        } catch (io.switchhook.sip.grammar.MalformedValue e) {
            return "";
        }
    }

    /// The host that a request names, without brackets; empty if it names none.
    static String host(Request request) {
        try {
            if (!(request.uri() instanceof SipUri sip)) return "";
            String host = sip.host();
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        } catch (io.switchhook.sip.grammar.MalformedValue e) {
            return "";
        }
    }

    /// `User A 1001`.
    static String label(Subject subject) {
        return subject.name().isEmpty() || subject.name().equals(subject.user())
                ? subject.user()
                : subject.name() + ' ' + subject.user();
    }

    /// The lane at an address, as it was when something came from there or went there.
    Optional<String> at(Path path) {
        return Optional.ofNullable(byPath.get(Sentence.address(path)));
    }

    /// From left to right.
    List<Lane> lanes() {
        var all = new ArrayList<Lane>();
        if (!callerAddress.isEmpty()) all.add(new Lane(CALLER, label(from), callerAddress));
        all.add(new Lane(SERVER, "Switchhook", ""));
        all.addAll(lanes.values());
        return all;
    }
}
