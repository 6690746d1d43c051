package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import java.io.IOException;
import java.time.Duration;

/// The non-INVITE server transaction: RFC 3261 §17.2.2, as amended by RFC 4320 §4 and RFC 6026 §8.8.
///
/// ```
///                   | request / to TU, start P,X
///                   v
///               [Trying]
///              P |    | 200-699 from TU / send, start J
///       send 100 |    |
///                v    |
///         [Proceeding]|     request / send 100
///                |    |
///    200-699     v    v
///    send,      [Completed]      request / last
///    start J       | J        X in Trying or Proceeding
///                  v          |
///            [ Terminated ] <-+
/// ```
///
/// P and X are our names: P is when RFC 4320 §4.1 wants a 100, X when the client has given up (its Timer F), so that RFC
/// 4320 §4.2 wants no answer at all.
sealed interface NonInviteServerTransaction {

    /// Follows one arrow of the figure and returns the state it leads to.
    NonInviteServerTransaction on(Event event, Effects fx);

    static NonInviteServerTransaction begin(Request request, Timing timing, Effects fx) {
        fx.start(Timer.P, timing.trying());
        fx.start(Timer.X, timing.timeout());
        fx.toUser(request);
        return new Trying(request, timing);
    }

    record Trying(Request request, Timing timing) implements NonInviteServerTransaction {
        @Override
        public NonInviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Final(var response) -> {
                    fx.stop(Timer.P);
                    yield complete(response, timing, fx);
                }
                case Timer.P -> {
                    fx.send(Response.to(request, StatusCode.TRYING, ""));
                    yield new Proceeding(timing);
                }
                case Timer.X -> {
                    fx.unanswered();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this;
                }
                case RequestReceived _, Provisional _, RequestTimeout _, Timer _ -> this;
            };
        }
    }

    record Proceeding(Timing timing) implements NonInviteServerTransaction {
        @Override
        public NonInviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case RequestReceived _ -> {
                    fx.repeat();
                    yield this;
                }
                case Final(var response) -> complete(response, timing, fx);
                case Timer.X -> {
                    fx.unanswered();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this;
                }
                case Provisional _, RequestTimeout _, Timer _ -> this;
            };
        }
    }

    private static NonInviteServerTransaction complete(
            Response response, Timing timing, Effects fx) {
        fx.stop(Timer.X);
        fx.send(response);
        fx.start(Timer.J, timing.j());
        return new Completed();
    }

    record Completed() implements NonInviteServerTransaction {
        @Override
        public NonInviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case RequestReceived _ -> {
                    fx.repeat();
                    yield this;
                }
                case Timer.J -> new Terminated();
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this; // RFC 6026 §8.8: remain
                }
                case Provisional _, Final _, RequestTimeout _, Timer _ -> this;
            };
        }
    }

    record Terminated() implements NonInviteServerTransaction {
        @Override
        public NonInviteServerTransaction on(Event event, Effects fx) {
            return this;
        }
    }

    /// Everything that can happen to the transaction.
    sealed interface Event {}

    record RequestReceived(Request request) implements Event {}

    /// 1xx from the TU: RFC 4320 §4.1 allows none but the 100 that Timer P sends.
    record Provisional(Response response) implements Event {}

    /// 200 to 699 from the TU, other than 408.
    record Final(Response response) implements Event {}

    /// 408 from the TU, which RFC 4320 §4.2 forbids to send.
    record RequestTimeout(Response response) implements Event {}

    record TransportFailed(IOException cause) implements Event {}

    enum Timer implements Event {
        /// Absorbs retransmitted requests.
        J,
        /// Sends 100 (RFC 4320 §4.1).
        P,
        /// The client has given up; an answer would come too late (RFC 4320 §4.2).
        X
    }

    /// Everything the transaction can do to the world.
    interface Effects {
        void send(Response response);

        /// Sends again what it sent last.
        void repeat();

        void toUser(Request request);

        void undelivered(IOException cause);

        void unanswered();

        void start(Timer timer, Duration after);

        void stop(Timer timer);
    }
}
