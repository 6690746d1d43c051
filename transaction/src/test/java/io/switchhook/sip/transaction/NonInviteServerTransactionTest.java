package io.switchhook.sip.transaction;

import static io.switchhook.sip.transaction.Specification.request;
import static io.switchhook.sip.transaction.Specification.response;
import static io.switchhook.sip.transaction.Specification.text;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Completed;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Effects;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Event;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Final;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Proceeding;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Provisional;
import io.switchhook.sip.transaction.NonInviteServerTransaction.RequestReceived;
import io.switchhook.sip.transaction.NonInviteServerTransaction.RequestTimeout;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Terminated;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Timer;
import io.switchhook.sip.transaction.NonInviteServerTransaction.TransportFailed;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Trying;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

class NonInviteServerTransactionTest extends MachineTable<NonInviteServerTransaction, Event> {
    NonInviteServerTransactionTest() {
        super("Non-INVITE server transaction", NonInviteServerTransaction.class, Event.class);
    }

    @Override
    List<String> states() {
        return List.of("Trying", "Proceeding", "Completed", "Terminated");
    }

    @Override
    List<String> events() {
        return List.of(
                "OPTIONS", "100", "180", "200", "408", "no route", "timer J", "timer P", "timer X");
    }

    @Override
    NonInviteServerTransaction state(String name, Duration interval, Timing timing) {
        return switch (name) {
            case "Trying" -> new Trying(request(Method.OPTIONS), timing);
            case "Proceeding" -> new Proceeding(timing);
            case "Completed" -> new Completed();
            case "Terminated" -> new Terminated();
            default -> throw new AssertionError(name);
        };
    }

    @Override
    Event event(String name) {
        return switch (name) {
            case "OPTIONS" -> new RequestReceived(request(Method.OPTIONS));
            case "no route" -> new TransportFailed(new IOException(name));
            case String s when s.startsWith("timer ") -> Timer.valueOf(s.substring(6));
            case String s -> {
                var response = response(Integer.parseInt(s), Method.OPTIONS);
                if (s.equals("408")) yield new RequestTimeout(response);
                yield response.status().isProvisional()
                        ? new Provisional(response)
                        : new Final(response);
            }
        };
    }

    @Override
    NonInviteServerTransaction begin(Timing timing, List<String> log) {
        return NonInviteServerTransaction.begin(request(Method.OPTIONS), timing, new Log(log, 0));
    }

    @Override
    NonInviteServerTransaction follow(
            NonInviteServerTransaction state, Event event, List<String> log) {
        return state.on(event, new Log(log, state instanceof Proceeding ? 100 : 200));
    }

    /// @param last what was sent last
    private record Log(List<String> lines, int last) implements Effects {
        @Override
        public void send(Response response) {
            lines.add("send " + response.status().value());
        }

        @Override
        public void repeat() {
            lines.add("send " + last);
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
        public void unanswered() {
            lines.add("unanswered");
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
