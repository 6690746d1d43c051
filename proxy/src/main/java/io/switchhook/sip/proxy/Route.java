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
    /// @param reason why, as one plain sentence for the log
    record Fork(
            List<Target> targets,
            boolean recurse,
            UnaryOperator<Headers.Editor> edits,
            LaterTargets later,
            String reason)
            implements Route {

        /// To these targets and no others.
        public Fork(
                List<Target> targets,
                boolean recurse,
                UnaryOperator<Headers.Editor> edits,
                String reason) {
            this(targets, recurse, edits, LaterTargets.NONE, reason);
        }
    }

    /// Answer 302 with these contacts.
    record Redirect(List<NameAddr> contacts, String reason) implements Route {}

    /// Answer with an error.
    ///
    /// @param edits further header fields of the response, such as a challenge
    /// @param remark why, for the ladder; empty if it has been told
    record Reject(
            StatusCode status,
            UnaryOperator<Headers.Editor> edits,
            String reason,
            Optional<Remark> remark)
            implements Route {

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
