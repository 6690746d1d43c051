package io.switchhook.bench;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Phones that ring and are answered, or ring until the call is taken elsewhere. For the thread of [LoadLoop].
final class LoadCallees {
    /// In milliseconds.
    private static final long RINGING = 10;

    private static final String NOTHING = "Content-Length: 0\r\n\r\n";

    private final LoadOffice office;
    private final Map<String, Ringing> calls = new HashMap<>();

    LoadCallees(LoadOffice office) {
        this.office = office;
    }

    /// An INVITE that is being answered.
    private static final class Ringing {
        private final String invite;
        private String answer = "";
        private LoadLoop.@Nullable Timer timer;

        private Ringing(String invite) {
            this.invite = invite;
        }

        private void calm() {
            if (timer != null) timer.cancel();
        }
    }

    /// @param place which of the contacts of a user this is; the first one answers
    void received(String request, Wire wire, int place) {
        String call = LoadText.number(request) + "/" + place;
        switch (request.substring(0, Math.max(0, request.indexOf(' ')))) {
            case "INVITE" -> invited(request, wire, place, call);
            case "ACK" -> acknowledged(call);
            case "BYE" -> {
                var talking = calls.remove(call);
                if (talking != null) talking.calm();
                wire.send(StormText.answer(request, "200 OK", tag(call), NOTHING));
            }
            case "CANCEL" -> canceled(request, wire, call);
            default -> wire.send(StormText.answer(request, "200 OK", tag(call), NOTHING));
        }
    }

    private static String tag(String call) {
        return "t" + call.replace('/', '-');
    }

    private void invited(String request, Wire wire, int place, String call) {
        var before = calls.get(call);
        boolean isHold = StormText.value(request, "To").contains(";tag=");
        String cseq = StormText.value(request, "CSeq");
        if (before != null && StormText.value(before.invite, "CSeq").equals(cseq)) {
            wire.send(before.answer); // it was lost
            return;
        }
        if (before != null) before.calm();
        var ringing = new Ringing(request);
        calls.put(call, ringing);
        String contact = "Contact: <" + wire.contact("callee") + ">\r\n";
        String answer =
                contact
                        + LoadText.session(
                                wire.place(), isHold ? 2 : 1, isHold ? "recvonly" : "sendrecv");
        if (isHold) {
            insist(wire, ringing, StormText.answer(request, "200 OK", tag(call), answer));
            return;
        }
        ringing.answer = StormText.answer(request, "180 Ringing", tag(call), contact + NOTHING);
        wire.send(ringing.answer);
        ringing.timer =
                place == 0
                        ? office.loop()
                                .after(
                                        RINGING,
                                        () ->
                                                insist(
                                                        wire,
                                                        ringing,
                                                        StormText.answer(
                                                                request, "200 OK", tag(call),
                                                                answer)))
                        : office.loop().after(Exchange.TIMEOUT, () -> calls.remove(call, ringing));
    }

    private void canceled(String request, Wire wire, String call) {
        wire.send(StormText.answer(request, "200 OK", tag(call), NOTHING));
        var ringing = calls.get(call);
        if (ringing == null || ringing.answer.startsWith("SIP/2.0 4")) return;
        ringing.calm();
        insist(
                wire,
                ringing,
                StormText.answer(ringing.invite, "487 Request Terminated", tag(call), NOTHING));
    }

    /// Until the ACK comes: RFC 3261 §13.3.1.4 and §17.2.1.
    private void insist(Wire wire, Ringing ringing, String answer) {
        ringing.answer = answer;
        wire.send(answer);
        repeat(wire, ringing, Exchange.T1, 0);
    }

    private void repeat(Wire wire, Ringing ringing, long interval, long passed) {
        ringing.timer =
                office.loop()
                        .after(
                                interval,
                                () -> {
                                    if (passed + interval >= Exchange.TIMEOUT) return;
                                    office.tally().retransmissions++;
                                    wire.send(ringing.answer);
                                    repeat(
                                            wire,
                                            ringing,
                                            Math.min(2 * interval, Exchange.T2),
                                            passed + interval);
                                });
    }

    private void acknowledged(String call) {
        var ringing = calls.get(call);
        if (ringing == null) return;
        ringing.calm();
        if (ringing.answer.startsWith("SIP/2.0 4")) calls.remove(call);
    }

    /// How many calls somebody still has in hand.
    int open() {
        return calls.size();
    }
}
