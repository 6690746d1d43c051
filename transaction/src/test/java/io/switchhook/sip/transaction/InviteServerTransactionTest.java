package io.switchhook.sip.transaction;

import static io.switchhook.sip.transaction.Specification.request;
import static io.switchhook.sip.transaction.Specification.response;
import static io.switchhook.sip.transaction.Specification.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.InviteServerTransaction.Accepted;
import io.switchhook.sip.transaction.InviteServerTransaction.AckReceived;
import io.switchhook.sip.transaction.InviteServerTransaction.Completed;
import io.switchhook.sip.transaction.InviteServerTransaction.Confirmed;
import io.switchhook.sip.transaction.InviteServerTransaction.Effects;
import io.switchhook.sip.transaction.InviteServerTransaction.Event;
import io.switchhook.sip.transaction.InviteServerTransaction.Failure;
import io.switchhook.sip.transaction.InviteServerTransaction.InviteReceived;
import io.switchhook.sip.transaction.InviteServerTransaction.Proceeding;
import io.switchhook.sip.transaction.InviteServerTransaction.Provisional;
import io.switchhook.sip.transaction.InviteServerTransaction.Success;
import io.switchhook.sip.transaction.InviteServerTransaction.Terminated;
import io.switchhook.sip.transaction.InviteServerTransaction.Timer;
import io.switchhook.sip.transaction.InviteServerTransaction.TransportFailed;
import io.switchhook.testkit.SipText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteServerTransactionTest extends MachineTable<InviteServerTransaction, Event> {
    InviteServerTransactionTest() {
        super("INVITE server transaction", InviteServerTransaction.class, Event.class);
    }

    @Override
    List<String> states() {
        return List.of("Proceeding", "Completed", "Confirmed", "Accepted", "Terminated");
    }

    @Override
    List<String> events() {
        return List.of(
                "INVITE",
                "ACK",
                "180",
                "200",
                "486",
                "no route",
                "timer G",
                "timer H",
                "timer I",
                "timer L");
    }

    @Override
    InviteServerTransaction state(String name, Duration interval, Timing timing) {
        return switch (name) {
            case "Proceeding" -> new Proceeding(response(100, Method.INVITE), timing);
            case "Completed" -> new Completed(response(486, Method.INVITE), interval, timing);
            case "Confirmed" -> new Confirmed();
            case "Accepted" -> new Accepted();
            case "Terminated" -> new Terminated();
            default -> throw new AssertionError(name);
        };
    }

    @Override
    Event event(String name) {
        return switch (name) {
            case "INVITE" -> new InviteReceived(request(Method.INVITE));
            case "ACK" -> new AckReceived(request(Method.ACK));
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
    InviteServerTransaction begin(Timing timing, List<String> log) {
        return InviteServerTransaction.begin(request(Method.INVITE), timing, new Log(log));
    }

    @Override
    InviteServerTransaction follow(InviteServerTransaction state, Event event, List<String> log) {
        return state.on(event, new Log(log));
    }

    @Test
    void the100HasTheTimestampAndNoToTag() {
        var invite =
                SipText.request(
                        request(Method.INVITE)
                                .toString()
                                .replace("Max-Forwards: 70", "Max-Forwards: 70\r\nTimestamp: 54"));
        var sent = new ArrayList<Response>();
        InviteServerTransaction.begin(
                invite,
                Specification.VALUES.over(false),
                new Log(new ArrayList<>()) {
                    @Override
                    public void send(Response response) {
                        sent.add(response);
                    }
                });
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().headers().lines(HeaderName.Known.TIMESTAMP)).isEqualTo(1);
        assertThat(sent.getFirst().toString()).contains("To: <sip:bob@example.com>\r\n");
    }

    private static class Log implements Effects {
        private final List<String> lines;

        Log(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void send(Response response) {
            lines.add("send " + response.status().value());
        }

        @Override
        public void toUser(Request request) {
            lines.add("to TU " + request.method().name());
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
