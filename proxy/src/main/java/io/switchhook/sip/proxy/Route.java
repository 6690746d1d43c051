package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What a [Router] decided.
public sealed interface Route {

    /// Forward to these targets: in parallel those of equal q, higher q first.
    ///
    /// @param recurse whether a 3xx is followed here (§16.7 item 4), and not by the caller
    /// @param edits what the router wants changed in the forwarded request (credentials removed, identity asserted)
    /// @param later where further targets may come from while the call rings
    /// @param forwarding where the call goes if none of the targets takes it
    /// @param reason why, as one plain sentence for the log
    record Fork(
            List<Target> targets,
            boolean recurse,
            UnaryOperator<Headers.Editor> edits,
            LaterTargets later,
            Forwarding forwarding,
            String reason)
            implements Route {

        /// To these targets and no others.
        public Fork(
                List<Target> targets,
                boolean recurse,
                UnaryOperator<Headers.Editor> edits,
                String reason) {
            this(targets, recurse, edits, LaterTargets.NONE, Forwarding.NONE, reason);
        }
    }

    /// What becomes of it where the call is forwarded to, before anybody is asked or after ([Forwarding]).
    ///
    /// @param why for the ladder
    record Forwarded(Remark.Forwarded why, Route to) implements Route {

        /// Whether it is going to be forwarded there, as far as the router can tell.
        boolean isTaken() {
            return switch (to) {
                case Fork _ -> true;
                case Forwarded further -> further.isTaken();
                case Reject _, Redirect _, Serve _ -> false;
            };
        }
    }

    /// Answer 302 with these contacts.
    record Redirect(List<NameAddr> contacts, String reason) implements Route {}

    /// Answer with an error.
    ///
    /// @param phrase the response's reason phrase
    /// @param edits further header fields of the response, such as a challenge
    /// @param remark why, for the ladder; empty if it has been told
    record Reject(
            StatusCode status,
            String phrase,
            UnaryOperator<Headers.Editor> edits,
            String reason,
            Optional<Remark> remark)
            implements Route {

        /// With the reason phrase that the RFC suggests.
        public Reject(
                StatusCode status,
                UnaryOperator<Headers.Editor> edits,
                String reason,
                Optional<Remark> remark) {
            this(status, status.reasonPhrase(), edits, reason, remark);
        }

        /// For the reason that the log has.
        public Reject(StatusCode status, UnaryOperator<Headers.Editor> edits, String reason) {
            this(
                    status,
                    edits,
                    reason,
                    Optional.of(new Remark.Refused(status.value(), reason, "")));
        }
    }

    /// Hand the transaction to another core, such as the registrar.
    record Serve(Consumer<ServerTransaction> core, String reason) implements Route {}
}
