package io.switchhook.sip.transaction;

import static io.switchhook.sip.transaction.Specification.PATIENCE;
import static io.switchhook.sip.transaction.Specification.request;
import static io.switchhook.sip.transaction.Specification.response;
import static io.switchhook.sip.transaction.Specification.text;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.InviteClientTransaction.Accepted;
import io.switchhook.sip.transaction.InviteClientTransaction.Calling;
import io.switchhook.sip.transaction.InviteClientTransaction.CancelSent;
import io.switchhook.sip.transaction.InviteClientTransaction.Canceling;
import io.switchhook.sip.transaction.InviteClientTransaction.Completed;
import io.switchhook.sip.transaction.InviteClientTransaction.Effects;
import io.switchhook.sip.transaction.InviteClientTransaction.Event;
import io.switchhook.sip.transaction.InviteClientTransaction.Failure;
import io.switchhook.sip.transaction.InviteClientTransaction.Proceeding;
import io.switchhook.sip.transaction.InviteClientTransaction.Provisional;
import io.switchhook.sip.transaction.InviteClientTransaction.Success;
import io.switchhook.sip.transaction.InviteClientTransaction.Terminated;
import io.switchhook.sip.transaction.InviteClientTransaction.Timer;
import io.switchhook.sip.transaction.InviteClientTransaction.TransportFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

class InviteClientTransactionTest extends MachineTable<InviteClientTransaction, Event> {
    InviteClientTransactionTest() {
        super("INVITE client transaction", InviteClientTransaction.class, Event.class);
    }

    @Override
    List<String> states() {
        return List.of("Calling", "Proceeding", "Canceling", "Completed", "Accepted", "Terminated");
    }

    @Override
    List<String> events() {
        return List.of(
                "180",
                "200",
                "486",
                "CANCEL sent",
                "no route",
                "timer A",
                "timer B",
                "timer D",
                "timer M",
                "timer X");
    }

    @Override
    InviteClientTransaction state(String name, Duration interval, Timing timing) {
        return switch (name) {
            case "Calling" -> new Calling(request(Method.INVITE), interval, timing, PATIENCE);
            case "Proceeding" -> new Proceeding(timing, PATIENCE);
            case "Canceling" -> new Canceling(timing);
            case "Completed" -> new Completed();
            case "Accepted" -> new Accepted();
            case "Terminated" -> new Terminated();
            default -> throw new AssertionError(name);
        };
    }

    @Override
    Event event(String name) {
        return switch (name) {
            case "CANCEL sent" -> new CancelSent();
            case "no route" -> new TransportFailed(new IOException(name));
            case String s when s.startsWith("timer ") -> Timer.valueOf(s.substring(6));
            case String s -> {
                var response = response(Integer.parseInt(s), Method.INVITE);
                yield switch (response.status().statusClass()) {
                    case PROVISIONAL -> new Provisional(response);
                    case SUCCESS -> new Success(response);
                    case REDIRECTION, CLIENT_ERROR, SERVER_ERROR, GLOBAL_FAILURE ->
                            new Failure(response);
                };
            }
        };
    }

    @Override
    InviteClientTransaction begin(Timing timing, List<String> log) {
        return InviteClientTransaction.begin(
                request(Method.INVITE), timing, PATIENCE, new Log(log));
    }

    @Override
    InviteClientTransaction follow(InviteClientTransaction state, Event event, List<String> log) {
        return state.on(event, new Log(log));
    }

    private record Log(List<String> lines) implements Effects {
        @Override
        public void send(Request invite) {
            lines.add("send " + invite.method().name());
        }

        @Override
        public void acknowledge(Response response) {
            lines.add("send ACK");
        }

        @Override
        public void toUser(Response response) {
            lines.add("to TU " + response.status().value());
        }

        @Override
        public void undelivered(IOException cause) {
            lines.add("undelivered");
        }

        @Override
        public void timedOut() {
            lines.add("timed out");
        }

        @Override
        public void start(Timer timer, Duration after) {
            lines.add("start " + timer + " " + text(after));
        }

        @Override
        public void stop(Timer timer) {
            lines.add("stop " + timer);
        }
    }
}
