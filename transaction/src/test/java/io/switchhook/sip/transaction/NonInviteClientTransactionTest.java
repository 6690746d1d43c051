package io.switchhook.sip.transaction;

import static io.switchhook.sip.transaction.Specification.request;
import static io.switchhook.sip.transaction.Specification.response;
import static io.switchhook.sip.transaction.Specification.text;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Completed;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Effects;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Event;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Final;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Proceeding;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Provisional;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Terminated;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Timer;
import io.switchhook.sip.transaction.NonInviteClientTransaction.TransportFailed;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Trying;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

class NonInviteClientTransactionTest extends MachineTable<NonInviteClientTransaction, Event> {
    NonInviteClientTransactionTest() {
        super("Non-INVITE client transaction", NonInviteClientTransaction.class, Event.class);
    }

    @Override
    List<String> states() {
        return List.of("Trying", "Proceeding", "Completed", "Terminated");
    }

    @Override
    List<String> events() {
        return List.of("100", "200", "no route", "timer E", "timer F", "timer K");
    }

    @Override
    NonInviteClientTransaction state(String name, Duration interval, Timing timing) {
        return switch (name) {
            case "Trying" -> new Trying(request(Method.OPTIONS), interval, timing);
            case "Proceeding" -> new Proceeding(request(Method.OPTIONS), timing);
            case "Completed" -> new Completed();
            case "Terminated" -> new Terminated();
            default -> throw new AssertionError(name);
        };
    }

    @Override
    Event event(String name) {
        return switch (name) {
            case "no route" -> new TransportFailed(new IOException(name));
            case String s when s.startsWith("timer ") -> Timer.valueOf(s.substring(6));
            case String s -> {
                var response = response(Integer.parseInt(s), Method.OPTIONS);
                yield response.status().isProvisional()
                        ? new Provisional(response)
                        : new Final(response);
            }
        };
    }

    @Override
    NonInviteClientTransaction begin(Timing timing, List<String> log) {
        return NonInviteClientTransaction.begin(request(Method.OPTIONS), timing, new Log(log));
    }

    @Override
    NonInviteClientTransaction follow(
            NonInviteClientTransaction state, Event event, List<String> log) {
        return state.on(event, new Log(log));
    }

    private record Log(List<String> lines) implements Effects {
        @Override
        public void send(Request request) {
            lines.add("send " + request.method().name());
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
