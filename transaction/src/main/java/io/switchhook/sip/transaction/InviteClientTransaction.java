package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.io.IOException;
import java.time.Duration;

/// The INVITE client transaction: RFC 3261 §17.1.1, as amended by RFC 6026 §7.2, with the end that §9.1 gives to a
/// canceled one.
///
/// ```
///                        | INVITE from TU / send, start A,B
///                        v
///       A / INVITE +--[Calling]---------------------------------+
///                     | 1xx / to TU, start X                    |
///                     v                                         |
///     1xx / to TU [Proceeding] --CANCEL sent/start X--+         | B or no route
///                     |        \                      |         | inform TU
///                     |         \          1xx / [Canceling]    |
///      300-699        |          \        to TU    |   | X      |
///      ACK, to TU,    |      2xx  \                |   | inform |
///      start D        |     to TU, \               |   | TU     |
///                     v    start M  v              |   |        |
///  300-699 [Completed]<-------- [Accepted] <-------+   |        |
///   / ACK     | D or no route       | M      2xx / to TU        |
///             v                     v                  v        v
///             +----------------> [       Terminated              ]
/// ```
///
/// X is our name: nothing but the TU's Timer C (§16.6) bounds Proceeding in the RFC. After a CANCEL it is the 64*T1 of
/// §9.1, before it a bound on how long an INVITE may ring without a word.
sealed interface InviteClientTransaction {

    /// Follows one arrow of the figure and returns the state it leads to.
    InviteClientTransaction on(Event event, Effects fx);

    /// @param patience how long Timer X waits for another response
    static InviteClientTransaction begin(
            Request invite, Timing timing, Duration patience, Effects fx) {
        fx.send(invite);
        if (timing.retransmits()) fx.start(Timer.A, timing.t1());
        fx.start(Timer.B, timing.timeout());
        return new Calling(invite, timing.t1(), timing, patience);
    }

    record Calling(Request invite, Duration interval, Timing timing, Duration patience)
            implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Provisional(var response) -> {
                    fx.stop(Timer.A);
                    fx.stop(Timer.B);
                    fx.toUser(response);
                    fx.start(Timer.X, patience);
                    yield new Proceeding(timing, patience);
                }
                case Success(var response) -> {
                    fx.stop(Timer.A);
                    fx.stop(Timer.B);
                    yield accept(response, timing, fx);
                }
                case Failure(var response) -> {
                    fx.stop(Timer.A);
                    fx.stop(Timer.B);
                    yield complete(response, timing, fx);
                }
                case Timer.A -> {
                    var next = interval.multipliedBy(2);
                    fx.send(invite);
                    fx.start(Timer.A, next);
                    yield new Calling(invite, next, timing, patience);
                }
                case Timer.B -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield new Terminated();
                }
                case CancelSent _, Timer _ -> this;
            };
        }
    }

    record Proceeding(Timing timing, Duration patience) implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Provisional(var response) -> {
                    fx.toUser(response);
                    fx.start(Timer.X, patience);
                    yield this;
                }
                case Success(var response) -> {
                    fx.stop(Timer.X);
                    yield accept(response, timing, fx);
                }
                case Failure(var response) -> {
                    fx.stop(Timer.X);
                    yield complete(response, timing, fx);
                }
                case CancelSent _ -> {
                    fx.start(Timer.X, timing.timeout());
                    yield new Canceling(timing);
                }
                case Timer.X -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case TransportFailed _, Timer _ -> this;
            };
        }
    }

    /// §9.1: no final response within 64*T1 of the CANCEL is as good as one.
    record Canceling(Timing timing) implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Provisional(var response) -> {
                    fx.toUser(response);
                    yield this;
                }
                case Success(var response) -> {
                    fx.stop(Timer.X);
                    yield accept(response, timing, fx);
                }
                case Failure(var response) -> {
                    fx.stop(Timer.X);
                    yield complete(response, timing, fx);
                }
                case Timer.X -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case CancelSent _, TransportFailed _, Timer _ -> this;
            };
        }
    }

    private static InviteClientTransaction accept(Response response, Timing timing, Effects fx) {
        fx.toUser(response);
        fx.start(Timer.M, timing.timeout());
        return new Accepted();
    }

    private static InviteClientTransaction complete(Response response, Timing timing, Effects fx) {
        fx.acknowledge(response);
        fx.toUser(response);
        fx.start(Timer.D, timing.d());
        return new Completed();
    }

    record Completed() implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Failure(var response) -> {
                    fx.acknowledge(response);
                    yield this;
                }
                case Success(var response) -> {
                    fx.toUser(response); // §16.7 item 5: a 2xx is forwarded whatever came before
                    yield this;
                }
                case Timer.D -> new Terminated();
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield new Terminated();
                }
                case Provisional _, CancelSent _, Timer _ -> this;
            };
        }
    }

    /// RFC 6026 §7.2: every 2xx goes to the TU, retransmitted or of another branch; the TU acknowledges them.
    record Accepted() implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Success(var response) -> {
                    fx.toUser(response);
                    yield this;
                }
                case Timer.M -> new Terminated();
                case Provisional _, Failure _, CancelSent _, TransportFailed _, Timer _ -> this;
            };
        }
    }

    record Terminated() implements InviteClientTransaction {
        @Override
        public InviteClientTransaction on(Event event, Effects fx) {
            return this;
        }
    }

    /// Everything that can happen to the transaction.
    sealed interface Event {}

    /// 1xx from the network.
    record Provisional(Response response) implements Event {}

    /// 2xx from the network.
    record Success(Response response) implements Event {}

    /// 300 to 699 from the network.
    record Failure(Response response) implements Event {}

    /// A CANCEL of the INVITE has left.
    record CancelSent() implements Event {}

    record TransportFailed(IOException cause) implements Event {}

    enum Timer implements Event {
        /// Retransmits the INVITE.
        A,
        /// Gives up waiting for any response.
        B,
        /// Absorbs retransmitted responses other than 2xx.
        D,
        /// Absorbs retransmitted 2xx (RFC 6026 §7.2).
        M,
        /// Gives up waiting for a final response.
        X
    }

    /// Everything the transaction can do to the world.
    interface Effects {
        void send(Request invite);

        /// Sends the ACK for a response other than 2xx: §17.1.1.3.
        void acknowledge(Response response);

        void toUser(Response response);

        void undelivered(IOException cause);

        void timedOut();

        void start(Timer timer, Duration after);

        void stop(Timer timer);
    }
}
