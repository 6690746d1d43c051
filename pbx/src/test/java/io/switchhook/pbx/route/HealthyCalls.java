package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.VerdictScenario.answering;
import static io.switchhook.pbx.route.VerdictScenario.session;
import static io.switchhook.pbx.route.VerdictScenario.withSession;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Phones of one office that all work: Alice's, Bob's, and two of Carol's. Each call takes another course, and none has
/// anything wrong with it.
final class HealthyCalls {
    private static final String SOUND = session("192.0.2.10");
    private static final String REPLY = session("192.0.2.21");
    private static final String ICE =
            session(
                    "192.168.1.21",
                    11780,
                    "RTP/AVP 8",
                    "a=candidate:1 1 UDP 2130706431 192.168.1.21 11780 typ host");

    /// How a call goes.
    enum Course {
        ANSWERED("nothing-wrong"),
        ANSWERED_AT_ONCE("nothing-wrong"),
        ENDED_BY_CALLEE("nothing-wrong"),
        BOTH_HANG_UP("nothing-wrong"),
        LONG("nothing-wrong"),
        HELD("nothing-wrong"),
        BOTH_CHANGE_IT("nothing-wrong"),
        EARLY_MEDIA("nothing-wrong"),
        LATE_OFFER("nothing-wrong"),
        CANDIDATES("nothing-wrong"),
        SENT_AGAIN("nothing-wrong"),
        SLOW_ACK("nothing-wrong"),
        FORKED("nothing-wrong"),
        ONE_OF_TWO_BUSY("nothing-wrong"),
        FORWARDED("nothing-wrong"),
        HANDED_OVER("nothing-wrong"),
        MESSAGE("nothing-wrong"),
        REGISTERED_AGAIN("nothing-wrong"),
        CANCELED_TOO_LATE("nothing-wrong"),
        BUSY("busy"),
        DECLINED("declined"),
        GIVEN_UP("caller-gave-up"),
        GIVEN_UP_EARLY("caller-gave-up"),
        UNANSWERED("nobody-answered");

        final String verdict;

        Course(String verdict) {
            this.verdict = verdict;
        }
    }

    private final SimulatedOffice office;
    private final boolean guarded;
    private final RandomGenerator random;
    private final Party alice;
    private final Party desk;
    private final Party sofa;
    private final Party tablet;
    private final List<Party> all;
    private final Map<String, Course> courses = new HashMap<>();
    private Optional<Course> begun = Optional.empty();

    HealthyCalls(SimulatedOffice office, boolean guarded, RandomGenerator random) {
        this.office = office;
        this.guarded = guarded;
        this.random = random;
        alice = office.phone("alice", "192.0.2.10", any(Transport.UDP, Transport.TCP));
        desk = office.phone("desk", "192.0.2.21", any(Transport.UDP, Transport.WS));
        sofa = office.phone("sofa", "192.0.2.22", any(Transport.TCP, Transport.UDP));
        tablet = office.phone("tablet", "192.0.2.23", any(Transport.TLS, Transport.UDP));
        all = List.of(alice, desk, sofa, tablet);
        register();
    }

    private Transport any(Transport one, Transport other) {
        return random.nextBoolean() ? one : other;
    }

    private void register() {
        register(desk, "bob");
        register(sofa, "carol");
        register(tablet, "carol");
    }

    private void register(Party phone, String user) {
        var from = "sip:" + user + "@example.com";
        var request =
                phone.request(Method.REGISTER, "sip:example.com", from)
                        .with(h -> h.set(Header.TO, NameAddr.of(Uri.parse(from))));
        send(phone, request, user);
        phone.expect(200, Method.REGISTER);
        settle();
    }

    /// Sends a request, and answers the challenge where there is one.
    private Request send(Party phone, Request request, String user) {
        var callId = request.headers().require(Header.CALL_ID).value();
        begun.ifPresent(course -> courses.put(callId, course));
        begun = Optional.empty();
        phone.send(request);
        if (!guarded) return request;
        boolean registers = request.method() == Method.REGISTER;
        var challenge = phone.expect(registers ? 401 : 407);
        if (request.method() == Method.INVITE) phone.ack(challenge);
        var proof =
                new DigestClient(user, OfficeScenario.PASSWORD, random)
                        .answer(phone.again(request, ""), challenge)
                        .orElseThrow();
        return phone.send(proof);
    }

    /// What is still on its way arrives, and what came twice is forgotten.
    private void settle() {
        pass(500);
        all.forEach(Party::ignoreUnread);
    }

    private void pass(int millis) {
        office.pass(Duration.ofMillis(millis));
    }

    private Request call(String user) {
        return call(user, SOUND);
    }

    private Request call(String user, String offer) {
        var invite = alice.request(Method.INVITE, "sip:" + user + "@example.com");
        return send(alice, withSession(invite, offer), "alice");
    }

    private Request rings(Party phone) {
        var invite = phone.expect(Method.INVITE);
        phone.reply(invite, 180);
        alice.expect(180);
        pass(random.nextInt(8_000));
        return invite;
    }

    private Response answers(Party phone, Request invite) {
        return answers(phone, invite, REPLY);
    }

    private Response answers(Party phone, Request invite, String session) {
        return phone.reply(invite, 200, answering(session));
    }

    private Leg acknowledged(Party phone) {
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        phone.expect(Method.ACK);
        settle();
        return alice.leg(ok);
    }

    private Leg talking() {
        call("bob");
        answers(desk, rings(desk));
        return acknowledged(desk);
    }

    private void hangsUp(Leg leg, Party phone) {
        pass(random.nextInt(30_000));
        leg.send(Method.BYE);
        phone.reply(phone.expect(Method.BYE), 200);
        alice.expect(200, Method.BYE);
    }

    private void fails(Party phone, Request invite, int status) {
        phone.reply(invite, status);
        phone.expect(Method.ACK);
        alice.ack(alice.expect(status));
    }

    private void isCanceled(Party phone, Request invite) {
        phone.reply(phone.expect(Method.CANCEL), 200);
        phone.reply(invite, 487);
        phone.expect(Method.ACK);
    }

    /// What was played so far, by its Call-ID.
    Map<String, Course> courses() {
        return courses;
    }

    void play(Course course) {
        begun = Optional.of(course);
        switch (course) {
            case ANSWERED -> hangsUp(talking(), desk);
            case ANSWERED_AT_ONCE -> {
                call("bob");
                answers(desk, desk.expect(Method.INVITE));
                hangsUp(acknowledged(desk), desk);
            }
            case ENDED_BY_CALLEE -> endedByCallee();
            case BOTH_HANG_UP -> bothHangUp();
            case LONG -> {
                var leg = talking();
                for (int i = 0; i < 3; i++) {
                    office.pass(Duration.ofMinutes(14));
                    leg.send(Method.UPDATE);
                    desk.reply(desk.expect(Method.UPDATE), 200);
                    alice.expect(200, Method.UPDATE);
                    settle();
                }
                hangsUp(leg, desk);
                register();
            }
            case HELD -> {
                var leg = talking();
                changes(leg, "a=sendonly", "a=recvonly");
                pass(random.nextInt(60_000));
                changes(leg, "a=sendrecv", "a=sendrecv");
                hangsUp(leg, desk);
            }
            case BOTH_CHANGE_IT -> bothChangeIt();
            case EARLY_MEDIA -> {
                call("bob");
                var atDesk = desk.expect(Method.INVITE);
                desk.reply(atDesk, 183, answering(REPLY));
                alice.expect(183);
                pass(3_000);
                answers(desk, atDesk);
                hangsUp(acknowledged(desk), desk);
            }
            case LATE_OFFER -> lateOffer();
            case CANDIDATES -> {
                call("bob");
                answers(desk, rings(desk), ICE);
                hangsUp(acknowledged(desk), desk);
            }
            case SENT_AGAIN -> sentAgain();
            case SLOW_ACK -> slowAck();
            case FORKED -> {
                call("carol");
                var atTablet = rings(tablet);
                var atSofa = rings(sofa);
                answers(sofa, atSofa);
                var leg = acknowledgedWhile(sofa, tablet, atTablet);
                hangsUp(leg, sofa);
            }
            case ONE_OF_TWO_BUSY -> {
                call("carol");
                var atTablet = tablet.expect(Method.INVITE);
                var atSofa = rings(sofa);
                tablet.reply(atTablet, 486);
                tablet.expect(Method.ACK);
                answers(sofa, atSofa);
                hangsUp(acknowledged(sofa), sofa);
            }
            case FORWARDED -> {
                call("bob");
                desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
                desk.expect(Method.ACK);
                var atTablet = rings(tablet);
                answers(sofa, sofa.expect(Method.INVITE));
                hangsUp(acknowledgedWhile(sofa, tablet, atTablet), sofa);
            }
            case HANDED_OVER -> handedOver();
            case MESSAGE -> {
                send(alice, alice.request(Method.MESSAGE, "sip:bob@example.com"), "alice");
                desk.reply(desk.expect(Method.MESSAGE), 200);
                alice.expect(200, Method.MESSAGE);
            }
            case REGISTERED_AGAIN -> register(desk, "bob");
            case CANCELED_TOO_LATE -> canceledTooLate();
            case BUSY -> {
                call("bob");
                fails(desk, desk.expect(Method.INVITE), 486);
            }
            case DECLINED -> {
                call("bob");
                fails(desk, rings(desk), 603);
            }
            case GIVEN_UP -> {
                var invite = call("bob");
                var atDesk = rings(desk);
                givesUp(invite, atDesk);
            }
            case GIVEN_UP_EARLY -> {
                var invite = call("bob");
                var atDesk = desk.expect(Method.INVITE);
                desk.reply(atDesk, 100);
                pass(100);
                givesUp(invite, atDesk);
            }
            case UNANSWERED -> {
                call("bob");
                var atDesk = rings(desk);
                pass(60_000);
                fails(desk, atDesk, 480);
            }
        }
        settle();
    }

    private Leg acknowledgedWhile(Party phone, Party other, Request atOther) {
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        phone.expect(Method.ACK);
        isCanceled(other, atOther);
        settle();
        return alice.leg(ok);
    }

    private void givesUp(Request invite, Request atDesk) {
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        isCanceled(desk, atDesk);
        alice.ack(alice.expect(487));
    }

    private void endedByCallee() {
        call("bob");
        var atDesk = rings(desk);
        var answer = answers(desk, atDesk);
        acknowledged(desk);
        pass(random.nextInt(60_000));
        desk.leg(atDesk, answer).send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);
        desk.expect(200, Method.BYE);
    }

    /// The one that gets a BYE knows nothing of the call any more.
    private void bothHangUp() {
        call("bob");
        var atDesk = rings(desk);
        var answer = answers(desk, atDesk);
        var leg = acknowledged(desk);
        pass(5_000);
        leg.send(Method.BYE);
        desk.leg(atDesk, answer).send(Method.BYE);
        desk.reply(desk.expect(Method.BYE), 481);
        alice.reply(alice.expect(Method.BYE), 481);
        alice.expect(481, Method.BYE);
        desk.expect(481, Method.BYE);
    }

    private void changes(Leg leg, String direction, String reply) {
        var offer = session("192.0.2.10", 11780, "RTP/AVP 8", direction);
        var invite = alice.send(withSession(leg.request(Method.INVITE), offer));
        var atDesk = desk.expect(Method.INVITE);
        answers(desk, atDesk, session("192.0.2.21", 11780, "RTP/AVP 8", reply));
        alice.expect(200, Method.INVITE);
        leg.ack(invite);
        desk.expect(Method.ACK);
        settle();
    }

    /// Both hold at once, and try again later (RFC 3261 §14.2).
    private void bothChangeIt() {
        call("bob");
        var atDesk = rings(desk);
        var desks = desk.leg(atDesk, answers(desk, atDesk));
        var leg = acknowledged(desk);
        alice.send(withSession(leg.request(Method.INVITE), SOUND));
        desk.send(withSession(desks.request(Method.INVITE), REPLY));
        desk.reply(desk.expect(Method.INVITE), 491);
        alice.reply(alice.expect(Method.INVITE), 491);
        alice.ack(alice.expect(491));
        desk.ack(desk.expect(491));
        settle();
        pass(2_000);
        changes(leg, "a=sendrecv", "a=sendrecv");
        hangsUp(leg, desk);
    }

    private void lateOffer() {
        call("bob", "");
        answers(desk, rings(desk));
        var ok = alice.expect(200, Method.INVITE);
        var leg = alice.leg(ok);
        alice.send(withSession(leg.ack(), SOUND));
        desk.expect(Method.ACK);
        settle();
        hangsUp(leg, desk);
    }

    /// As when 100 and 180 are late: the request comes once more, and so does the answer.
    private void sentAgain() {
        var invite = call("bob");
        alice.send(invite);
        var atDesk = desk.expect(Method.INVITE);
        pass(1_700);
        desk.reply(atDesk, 180);
        alice.expect(180);
        pass(2_000);
        var answer = answers(desk, atDesk);
        alice.expect(200, Method.INVITE);
        pass(500);
        desk.resend(atDesk, answer);
        settle();
        desk.resend(atDesk, answer);
        var leg = acknowledged(desk);
        hangsUp(leg, desk);
    }

    /// A phone that thinks about it while the answer is sent again and again.
    private void slowAck() {
        call("bob");
        var atDesk = rings(desk);
        var answer = answers(desk, atDesk);
        for (int wait : new int[] {500, 1000, 2000}) {
            pass(wait);
            desk.resend(atDesk, answer);
        }
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        desk.expect(Method.ACK);
        settle();
        hangsUp(alice.leg(ok), desk);
    }

    private void handedOver() {
        call("bob");
        var atDesk = rings(desk);
        var desks = desk.leg(atDesk, answers(desk, atDesk));
        var leg = acknowledged(desk);
        var refer = leg.request(Method.REFER).toString();
        alice.send(
                refer.replace(
                        "Content-Length: 0",
                        "Refer-To: <sip:carol@example.com>\r\nContent-Length: 0"));
        desk.reply(desk.expect(Method.REFER), 202);
        alice.expect(202);
        notifies(desks, "active;expires=60", "SIP/2.0 100 Trying");
        var invite = desk.request(Method.INVITE, "sip:carol@example.com", "sip:bob@example.com");
        send(desk, withSession(invite, REPLY), "bob");
        var atTablet = tablet.expect(Method.INVITE);
        tablet.reply(atTablet, 180);
        desk.expect(180);
        answers(sofa, sofa.expect(Method.INVITE), session("192.0.2.22"));
        desk.ack(desk.expect(200, Method.INVITE));
        sofa.expect(Method.ACK);
        isCanceled(tablet, atTablet);
        notifies(desks, "terminated;reason=noresource", "SIP/2.0 200 OK");
        hangsUp(leg, desk);
    }

    private void notifies(Leg from, String state, String fragment) {
        settle();
        var notify = from.request(Method.NOTIFY).toString();
        desk.send(
                notify.replace("Content-Length: 0\r\n", "").strip()
                        + "\r\nEvent: refer\r\nSubscription-State: "
                        + state
                        + "\r\nContent-Type: message/sipfrag\r\n\r\n"
                        + fragment
                        + "\r\n");
        alice.reply(alice.expect(Method.NOTIFY), 200);
        desk.expect(200, Method.NOTIFY);
    }

    /// The answer and the CANCEL meet on their way: the caller takes the call, and hangs up.
    private void canceledTooLate() {
        var invite = call("bob");
        var atDesk = rings(desk);
        answers(desk, atDesk);
        alice.cancel(invite);
        desk.onRequest(it -> {
            if (it.method() == Method.CANCEL) desk.reply(it, 481);
        });
        hangsUp(acknowledged(desk), desk);
    }
}
