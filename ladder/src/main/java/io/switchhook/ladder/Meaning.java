package io.switchhook.ladder;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Reason;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.uri.SipUri;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What each message of a ladder means, in one sentence whose subject is who sent it. Told of them in the order of time.
final class Meaning {
    static final String PASSED_ON = "passed on";
    static final String HOLDS = "holds";
    static final String HOLDS_AS_WELL = "agrees, and holds as well";
    static final String RESUMES = "resumes";

    private final Talk talk;
    private final Set<String> heard = new HashSet<>();
    private final Set<String> answered = new HashSet<>();

    /// Who made the last offer that has no answer yet, of each transaction.
    private final Map<String, Boolean> offers = new HashMap<>();

    Meaning(Talk talk) {
        this.talk = talk;
    }

    /// @param lane that of the other end
    String of(Seen seen, String lane) {
        if (seen.isMalformed()) return "not SIP: " + seen.defect();
        if (seen.isSent() && heard.contains(key(seen))) return PASSED_ON;
        if (!seen.isSent()) heard.add(key(seen));
        var change = change(seen, seen.isSent() ? Parties.SERVER : lane);
        return seen.request().isPresent() ? request(seen, change) : response(seen, change);
    }

    private static String key(Seen seen) {
        return String.join(
                " ",
                seen.method(),
                Long.toString(seen.cseq()),
                Integer.toString(seen.status()),
                seen.fromTag(),
                seen.is("CANCEL") || seen.is("ACK") ? "" : seen.toTag());
    }

    private Talk.Change change(Seen seen, String speaker) {
        if (seen.session().isEmpty()) return Talk.Change.NONE;
        // the ACK answers what a 2xx offered
        String transaction = (seen.is("ACK") ? "INVITE" : seen.method()) + seen.cseq();
        boolean isOffer =
                seen.isRequest()
                        ? !(seen.is("ACK") && offers.containsKey(transaction))
                        : !offers.containsKey(transaction);
        offers.put(transaction, true);
        return talk.says(speaker, seen.session().get(), isOffer);
    }

    // Requests

    private String request(Seen seen, Talk.Change change) {
        boolean inDialog = !seen.toTag().isEmpty();
        return switch (seen.method()) {
            case "INVITE" -> inDialog ? again(seen, change) : invite(seen);
            case "ACK" -> "has the answer" + media(seen);
            case "BYE" -> "hangs up" + reason(seen);
            case "CANCEL" -> "gives the call up" + reason(seen);
            case "REGISTER" -> register(seen);
            case "REFER" -> refer(seen);
            case "NOTIFY" -> tell(seen);
            case "SUBSCRIBE" -> subscribe(seen);
            case "PUBLISH" -> "says how it is" + event(seen);
            case "OPTIONS" -> "asks whether somebody is there";
            case "MESSAGE" ->
                    "sends a text of " + Sentence.count(seen.body().length(), "character");
            case "INFO" -> info(seen);
            case "PRACK" -> "has the provisional answer" + media(seen);
            case "UPDATE" -> again(seen, change);
            default -> "";
        };
    }

    private static String credentials(Seen seen) {
        return seen.first(Header.PROXY_AUTHORIZATION)
                .or(() -> seen.first(Header.AUTHORIZATION))
                .flatMap(it -> it.get("username"))
                .map(user -> ", as " + user)
                .orElse("");
    }

    private static String invite(Seen seen) {
        var replaces = seen.first(Header.REPLACES);
        String asks =
                replaces.isPresent()
                        ? "takes over a call of " + callee(seen)
                        : "asks for a call to " + callee(seen);
        String onBehalf =
                seen.first(Header.REFERRED_BY)
                        .map(it -> ", sent by " + Parties.user(it.uri()))
                        .orElse("");
        return asks + onBehalf + credentials(seen) + media(seen);
    }

    private static String callee(Seen seen) {
        return seen.request()
                .flatMap(request -> {
                    try {
                        return Optional.of(Parties.user(request.uri()));
                    } catch (io.switchhook.sip.grammar.MalformedValue e) {
                        return Optional.empty();
                    }
                })
                .orElse("nobody that can be told");
    }

    private static String media(Seen seen) {
        return seen.session()
                .map(Talk::describe)
                .filter(it -> !it.isEmpty())
                .map(it -> ", " + it)
                .orElse("");
    }

    private static String again(Seen seen, Talk.Change change) {
        return switch (change) {
            case HOLDS -> HOLDS;
            case RESUMES -> RESUMES + media(seen);
            case FIRST, NONE ->
                    seen.session().isEmpty()
                            ? "keeps the call alive"
                            : "changes the call or keeps it alive" + media(seen);
        };
    }

    private static String reason(Seen seen) {
        return seen.all(Header.REASON).stream()
                .map(Meaning::reason)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .map(it -> ": " + it)
                .orElse("");
    }

    private static String reason(Reason reason) {
        String text = reason.parameters().unquoted("text").orElse("");
        String cause = reason.parameters().get("cause").orElse("");
        return text.isEmpty() ? cause : text;
    }

    private static String register(Seen seen) {
        String user = seen.to().map(it -> Parties.user(it.uri())).orElse("");
        var contacts = seen.all(Header.CONTACT);
        if (contacts.isEmpty()) return "asks where " + user + " is registered";
        int expires = seen.first(Header.EXPIRES).orElse(-1);
        for (var contact : contacts) {
            switch (contact) {
                case Contact.Star() -> {
                    return "takes back all registrations of " + user;
                }
                case Contact.Address(var address) -> {
                    int seconds = address.parameters().seconds("expires").orElse(expires);
                    String proof = credentials(seen);
                    if (seconds == 0) return "takes back the registration of " + user + proof;
                    return "registers "
                            + user
                            + " at "
                            + at(address)
                            + (seconds < 0 ? "" : " for " + seconds + " s")
                            + proof;
                }
            }
        }
        return "";
    }

    private static String at(NameAddr address) {
        return address.sipUri().map(uri -> uri.hostPort().toString()).orElse("a place");
    }

    private static String refer(Seen seen) {
        var target = seen.first(Header.REFER_TO);
        if (target.isEmpty()) return "hands the call over to nobody that can be told";
        String user = Parties.user(target.get().uri());
        return replaces(target.get()).isPresent()
                ? "hands the call over to " + user + ", with whom there is a call"
                : "hands the call over to " + user;
    }

    /// The call that a Refer-To wants replaced (RFC 3891 §4).
    static Optional<Replaces> replaces(NameAddr referTo) {
        return referTo.sipUri().map(SipUri::headers).flatMap(Meaning::replaces);
    }

    private static Optional<Replaces> replaces(String headers) {
        for (var pair : headers.split("&", 32)) {
            if (!pair.regionMatches(true, 0, "Replaces=", 0, 9)) continue;
            try {
                return Optional.of(
                        Replaces.parse(
                                io.switchhook.sip.grammar.Chars.unescape(pair.substring(9))));
            } catch (io.switchhook.sip.grammar.MalformedValue e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String event(Seen seen) {
        return seen.first(Header.EVENT).map(event -> " (" + event.type() + ')').orElse("");
    }

    private static String subscribe(Seen seen) {
        boolean ends = seen.first(Header.EXPIRES).orElse(-1) == 0;
        String whose = callee(seen);
        return (ends ? "no longer wants to hear of " : "wants to hear of ")
                + whose
                + event(seen)
                + credentials(seen);
    }

    private static String tell(Seen seen) {
        var state = seen.first(Header.SUBSCRIPTION_STATE);
        String ends =
                state.filter(it -> it.isTerminated())
                        .map(it ->
                                it.reason()
                                        .map(why -> ", for the last time: " + why)
                                        .orElse(", for the last time"))
                        .orElse("");
        boolean refer =
                seen.first(Header.EVENT)
                        .filter(it -> it.type().equalsIgnoreCase("refer"))
                        .isPresent();
        if (!refer) return "tells how it is" + event(seen) + ends;
        int status = fragment(seen.body());
        return "tells how the call to hand over goes"
                + (status == 0 ? "" : ": " + Statuses.phrase(status))
                + ends;
    }

    /// The status in a `message/sipfrag` (RFC 3420); 0 for none.
    static int fragment(String body) {
        if (!body.startsWith("SIP/2.0 ") || body.length() < 11) return 0;
        try {
            int status = Integer.parseInt(body.substring(8, 11));
            return status >= 100 && status <= 699 ? status : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String info(Seen seen) {
        String type =
                seen.first(Header.CONTENT_TYPE)
                        .map(it -> it.type() + '/' + it.subtype())
                        .orElse("");
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "application/dtmf-relay", "application/dtmf" -> "presses a key";
            case "application/media_control+xml" -> "asks for a new picture";
            default -> "tells something within the call";
        };
    }

    // Responses

    private String response(Seen seen, Talk.Change change) {
        int status = seen.status();
        if (seen.isChallenge()) return challenge(seen);
        if (status == 100) return "";
        return switch (seen.method()) {
            case "INVITE" -> status < 300 ? toInvite(seen, change) : failure(seen);
            case "BYE" -> status < 300 ? "the call is over" : failure(seen);
            case "CANCEL" -> status < 300 ? "knows" : failure(seen);
            case "REGISTER" -> status < 300 ? registered(seen) : failure(seen);
            case "REFER" -> status < 300 ? "will try" : failure(seen);
            default -> status < 300 ? "agrees" : failure(seen);
        };
    }

    private static String challenge(Seen seen) {
        boolean stale =
                seen.first(Header.PROXY_AUTHENTICATE)
                        .or(() -> seen.first(Header.WWW_AUTHENTICATE))
                        .flatMap(it -> it.get("stale"))
                        .filter("true"::equalsIgnoreCase)
                        .isPresent();
        return stale ? "asks to prove it anew: the nonce is too old" : "asks who that is";
    }

    private String toInvite(Seen seen, Talk.Change change) {
        int status = seen.status();
        if (status < 200) {
            String what =
                    switch (status) {
                        case 180 -> "rings";
                        case 181 -> "the call is forwarded";
                        case 182 -> "the call waits in a queue";
                        default -> "goes on";
                    };
            return seen.session().isPresent()
                    ? what + ", with sound before the answer" + media(seen)
                    : what;
        }
        boolean again = !answered.add(seen.cseq() + " " + seen.toTag()) || answered.size() > 1;
        if (!again) return "answers" + media(seen);
        return switch (change) {
            case HOLDS -> HOLDS_AS_WELL;
            case RESUMES -> RESUMES + media(seen);
            case FIRST -> "agrees" + media(seen);
            case NONE ->
                    seen.session()
                            .flatMap(session ->
                                    Talk.audio(session).map(it -> Talk.effective(session, it)))
                            .filter(direction -> !direction.sends())
                            .map(_ -> "agrees, and is silent")
                            .orElse("agrees");
        };
    }

    private static String registered(Seen seen) {
        int contacts = seen.all(Header.CONTACT).size();
        return contacts == 0
                ? "no phone is registered"
                : Sentence.count(contacts, "phone")
                        + (contacts == 1 ? " is" : " are")
                        + " registered";
    }

    private static String failure(Seen seen) {
        int status = seen.status();
        String contacts =
                status >= 300 && status < 400
                        ? seen.all(Header.CONTACT).stream()
                                .filter(Contact.Address.class::isInstance)
                                .map(it -> Parties.user(((Contact.Address) it).address().uri()))
                                .limit(5)
                                .collect(Collectors.joining(", "))
                        : "";
        String why = reason(seen);
        return (contacts.isEmpty() ? Statuses.meaning(status) : "try " + contacts) + why;
    }

    static Optional<Credentials> proof(Seen seen) {
        return seen.first(Header.PROXY_AUTHORIZATION).or(() -> seen.first(Header.AUTHORIZATION));
    }
}
