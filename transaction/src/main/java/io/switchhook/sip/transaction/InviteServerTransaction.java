package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import java.io.IOException;
import java.time.Duration;

/// The INVITE server transaction: RFC 3261 §17.2.1, as amended by RFC 6026 §7.1 and §8.8.
///
/// ```
///                        | INVITE / to TU, send 100
///                        v
///   INVITE / last +--[Proceeding]--+ 1xx from TU / send
///                     |        |
///     300-699 from TU |        | 2xx from TU
///     send, start G,H |        | send, start L
///                     v        v
///   INVITE / last [Completed] [Accepted] 2xx from TU / send; ACK / to TU
///        G / last   |     |        |
///   ACK / stop G,H  |     | H      | L
///          start I  v     v        v
///            [Confirmed]->[ Terminated ]
///                        I
/// ```
sealed interface InviteServerTransaction {

    /// Follows one arrow of the figure and returns the state it leads to.
    InviteServerTransaction on(Event event, Effects fx);

    /// §17.2.1: "The server transaction MUST generate a 100 (Trying) response", without a To tag (§8.2.6.2).
    static InviteServerTransaction begin(Request invite, Timing timing, Effects fx) {
        var trying = Response.to(invite, StatusCode.TRYING, "");
        fx.send(trying);
        fx.toUser(invite);
        return new Proceeding(trying, timing);
    }

    record Proceeding(Response last, Timing timing) implements InviteServerTransaction {
        @Override
        public InviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case InviteReceived _ -> {
                    fx.send(last);
                    yield this;
                }
                case Provisional(var response) -> {
                    fx.send(response);
                    yield new Proceeding(response, timing);
                }
                case Success(var response) -> {
                    fx.send(response);
                    fx.start(Timer.L, timing.timeout());
                    yield new Accepted();
                }
                case Failure(var response) -> {
                    fx.send(response);
                    if (timing.retransmits()) fx.start(Timer.G, timing.t1());
                    fx.start(Timer.H, timing.timeout());
                    yield new Completed(response, timing.t1(), timing);
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this;
                }
                case AckReceived _, Timer _ -> this;
            };
        }
    }

    record Completed(Response last, Duration interval, Timing timing)
            implements InviteServerTransaction {
        @Override
        public InviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case InviteReceived _ -> {
                    fx.send(last);
                    yield this;
                }
                case AckReceived _ -> {
                    fx.stop(Timer.G);
                    fx.stop(Timer.H);
                    fx.start(Timer.I, timing.ik());
                    yield new Confirmed();
                }
                case Timer.G -> {
                    var next = timing.doubled(interval);
                    fx.send(last);
                    fx.start(Timer.G, next);
                    yield new Completed(last, next, timing);
                }
                case Timer.H -> {
                    fx.timedOut();
                    yield new Terminated();
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this; // RFC 6026 §8.8: remain
                }
                case Provisional _, Success _, Failure _, Timer _ -> this;
            };
        }
    }

    record Confirmed() implements InviteServerTransaction {
        @Override
        public InviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Timer.I -> new Terminated();
                case InviteReceived _,
                        AckReceived _,
                        Provisional _,
                        Success _,
                        Failure _,
                        TransportFailed _,
                        Timer _ ->
                        this;
            };
        }
    }

    /// RFC 6026 §7.1: absorbs INVITE retransmissions; the TU owns the 2xx and its ACK.
    record Accepted() implements InviteServerTransaction {
        @Override
        public InviteServerTransaction on(Event event, Effects fx) {
            return switch (event) {
                case Success(var response) -> {
                    fx.send(response);
                    yield this;
                }
                case AckReceived(var ack) -> {
                    fx.toUser(ack);
                    yield this;
                }
                case TransportFailed(var cause) -> {
                    fx.undelivered(cause);
                    yield this;
                }
                case Timer.L -> new Terminated();
                case InviteReceived _, Provisional _, Failure _, Timer _ -> this;
            };
        }
    }

    record Terminated() implements InviteServerTransaction {
        @Override
        public InviteServerTransaction on(Event event, Effects fx) {
            return this;
        }
    }

    /// Everything that can happen to the transaction.
    sealed interface Event {}

    record InviteReceived(Request invite) implements Event {}

    record AckReceived(Request ack) implements Event {}

    /// 1xx from the TU.
    record Provisional(Response response) implements Event {}

    /// 2xx from the TU.
    record Success(Response response) implements Event {}

    /// 300 to 699 from the TU.
    record Failure(Response response) implements Event {}

    record TransportFailed(IOException cause) implements Event {}

    enum Timer implements Event {
        /// Retransmits the final response.
        G,
        /// Gives up waiting for the ACK.
        H,
        /// Absorbs retransmitted ACKs.
        I,
        /// Absorbs retransmitted INVITEs (RFC 6026 §7.1).
        L
    }

    /// Everything the transaction can do to the world.
    interface Effects {
        void send(Response response);

        void toUser(Request request);

        void undelivered(IOException cause);

        void timedOut();

        void start(Timer timer, Duration after);

        void stop(Timer timer);
    }
}
