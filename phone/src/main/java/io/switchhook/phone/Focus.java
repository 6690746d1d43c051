package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.Uri;

/// Brings two calls together in a conference: this phone mixes them, or a server does (RFC 4579 §5). On the phone's shard.
final class Focus {
    private final Chassis phone;
    private final CallLeg one;
    private final CallLeg two;

    private Focus(Chassis phone, CallLeg one, CallLeg two) {
        this.phone = phone;
        this.one = one;
        this.two = two;
    }

    static void bringTogether(Chassis phone, CallLeg one, CallLeg two) {
        if (one == two || !one.now().isUp() || !two.now().isUp()) {
            phone.tell(new PhoneEvent.Problem("a conference needs two calls that were answered"));
            return;
        }
        var focus = new Focus(phone, one, two);
        var server = one.line().settings().conferenceUri();
        if (server.isPresent()) focus.meet(server.get());
        else one.holding().resume(() -> two.holding().resume(focus::mix));
    }

    private void mix() {
        if (one.now() == State.TALKING && two.now() == State.TALKING) one.joinWith(two);
    }

    /// A server mixes: this phone calls it, and sends both others there (§5.5).
    private void meet(String server) {
        Uri target;
        CallLeg room;
        try {
            target = one.line().target(server);
            room = phone.ongoing().open(one.line(), false, NameAddr.of(target)).leg();
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem(server + " is no address of a conference"));
            return;
        } catch (IllegalStateException e) {
            phone.tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
            return;
        }
        room.caller()
                .whenUp(() -> {
                    one.transferor().refer(NameAddr.of(target));
                    two.transferor().refer(NameAddr.of(target));
                });
        phone.ongoing().holdOthers(room, () -> room.caller().dial(target));
    }
}
