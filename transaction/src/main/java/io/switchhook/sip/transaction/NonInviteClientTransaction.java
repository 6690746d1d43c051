package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.io.IOException;
import java.time.Duration;

/// The non-INVITE client transaction: RFC 3261 §17.1.2.
///
/// ```
///                   | request from TU / send, start E,F
///                   v
///     E / request [Trying]-----------------------+
///                   | 1xx / to TU                |
///                   v                            | F or no route
///     E / request [Proceeding]  1xx / to TU -----+ inform TU
///                   | 200-699 (from Trying too)  |
///                   | to TU, stop E,F, start K   |
///                   v                            |
///               [Completed]                      |
///                   | K                          |
///                   v                            |
///             [ Terminated ] <-------------------+
/// ```
sealed interface NonInviteClientTransaction {

    /// Follows one arrow of the figure and returns the state it leads to.
    NonInviteClientTransaction on(Event event, Effects fx);

    static NonInviteClientTransaction begin(Request request, Timing timing, Effects fx) {
        fx.send(request);
        if (timing.retransmits()) fx.start(Timer.E, timing.t1());
        fx.start(Timer.F, timing.timeout());
        return new Trying(request, timing.t1(), timing);
    }

    record Trying(Request request, Duration interval, Timing timing)
            implements NonInviteClientTransaction {
        @Override
        public NonInviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Provisional(var response) -> {
                    fx.toUser(response);
                    yield new Proceeding(request, timing);
                }
                case Final(var response) -> complete(response, timing, fx);
                case Timer.E -> {
                    var next = timing.doubled(interval);
                    fx.send(request);
                    fx.start(Timer.E, next);
                    yield new Trying(request, next, timing);
                }
                case Timer.F -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield new Terminated();
                }
                case Timer _ -> this;
            };
        }
    }

    record Proceeding(Request request, Timing timing) implements NonInviteClientTransaction {
        @Override
        public NonInviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Provisional(var response) -> {
                    fx.toUser(response);
                    yield this;
                }
                case Final(var response) -> complete(response, timing, fx);
                case Timer.E -> {
                    fx.send(request);
                    fx.start(Timer.E, timing.t2());
                    yield this;
                }
                case Timer.F -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield new Terminated();
                }
                case Timer _ -> this;
            };
        }
    }

    private static NonInviteClientTransaction complete(
            Response response, Timing timing, Effects fx) {
        fx.stop(Timer.E);
        fx.stop(Timer.F);
        fx.toUser(response);
        fx.start(Timer.K, timing.ik());
        return new Completed();
    }

    record Completed() implements NonInviteClientTransaction {
        @Override
        public NonInviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Timer.K -> new Terminated();
                case Provisional _, Final _, TransportFailed _, Timer _ -> this;
            };
        }
    }

    record Terminated() implements NonInviteClientTransaction {
        @Override
        public NonInviteClientTransaction on(Event event, Effects fx) {
            return this;
        }
    }

    /// Everything that can happen to the transaction.
    sealed interface Event {}

    /// 1xx from the network.
    record Provisional(Response response) implements Event {}

    /// 200 to 699 from the network.
    record Final(Response response) implements Event {}

    record TransportFailed(IOException cause) implements Event {}

    enum Timer implements Event {
        /// Retransmits the request.
        E,
        /// Gives up waiting for a final response.
        F,
        /// Absorbs retransmitted responses.
        K
    }

    /// Everything the transaction can do to the world.
    interface Effects {
        void send(Request request);

        void toUser(Response response);

        void undelivered(IOException cause);

        void timedOut();

        void start(Timer timer, Duration after);

        void stop(Timer timer);
    }
}
