package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import java.util.ArrayList;
import java.util.List;

/// What a response context tells the ladder of a request. Nothing is made where nobody hears of it.
final class ForkRemarks {
    private ForkRemarks() {}

    /// @param later how many targets wait
    static void targeted(
            ProxyEvents events,
            Request request,
            List<TargetSet.Entry> group,
            boolean isFirst,
            int later) {
        if (!events.isRecorded()) return;
        for (var entry : group) {
            var target = entry.target();
            events.remark(
                    request,
                    new Remark.Targeted(
                            target.uri().toString(),
                            Math.max(0, target.q()),
                            target.flow().map(Flow::path),
                            target.q() == Target.LAST_RESORT));
        }
        if (isFirst && (group.size() > 1 || later > 0))
            events.remark(request, new Remark.Forked(group.size(), later));
    }

    /// @param branches that a CANCEL goes out on
    static void canceled(ProxyEvents events, Request request, int branches, Cause cause) {
        if (events.isRecorded() && branches > 0)
            events.remark(request, new Remark.Canceled(branches, cause));
    }

    static void redirected(
            ProxyEvents events, Request request, Response redirection, boolean followed) {
        if (!events.isRecorded()) return;
        var contacts = new ArrayList<String>();
        try {
            for (var contact : redirection.headers().all(Header.CONTACT))
                contacts.add(
                        switch (contact) {
                            case Contact.Star() -> "*";
                            case Contact.Address(var address) -> address.uri().toString();
                        });
        } catch (MalformedField e) {
            contacts.add("a Contact that cannot be read");
        }
        events.remark(request, new Remark.Redirected(contacts, followed));
    }

    static void choseBest(
            ProxyEvents events,
            Request request,
            Response best,
            List<Response> finals,
            boolean canceled) {
        if (!events.isRecorded() || finals.size() < 2) return;
        events.remark(
                request,
                new Remark.ChoseBest(
                        best.status().value(),
                        finals.stream().map(it -> it.status().value()).toList(),
                        canceled ? "RFC 3261 §9.2" : "RFC 3261 §16.7"));
    }
}
