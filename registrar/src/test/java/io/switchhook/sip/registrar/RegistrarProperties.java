package io.switchhook.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Transport;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// REGISTERs of which characters were changed: each gets one answer, of 2xx, 4xx or 5xx and never of 6xx (§10.3).
class RegistrarProperties {
    private static final String ALPHABET = "\"\\,;=<>:@ \t%0aZ-_*\u00e9()[]?&";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_requests_are_answered_once(long seed) {
        var random = new Random(seed);
        var clock = new TestClock();
        var locations = new InMemoryLocationService(100, clock, LocationListener.NONE);
        var registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        locations,
                        new Registrar.Domains("office.example"::equals, aor -> aor),
                        Optional.empty(),
                        Optional.empty(),
                        clock,
                        clock,
                        () -> "t",
                        Recorder.NONE);
        for (int i = 1; i < 3000; i++) {
            var request = damaged(random, i);
            var transaction = new Register.Transaction(request, new TestFlow(Transport.UDP));
            registrar.serve(transaction, Runnable::run);
            assertThat(transaction.responses).hasSize(1);
            int status = transaction.responses.getFirst().status().value();
            assertThat(status).isBetween(200, 599);
            transaction.responses.getFirst().toByteArray();
        }
    }

    private static Request damaged(Random random, int cseq) {
        return Register.request(
                "a",
                cseq,
                damage("Contact: \"A\" <sip:p@h;transport=tcp>;q=0.5;expires=99, <tel:1>", random),
                damage("Supported: path, gruu", random),
                damage("Path: <sip:e;lr>", random),
                damage("Expires: 100", random));
    }

    /// Leaves the name and the colon alone.
    private static String damage(String line, Random random) {
        var damaged = new StringBuilder(line);
        int from = line.indexOf(':') + 2;
        for (int n = random.nextInt(3); n > 0; n--) {
            int at = from + random.nextInt(damaged.length() - from);
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            if (random.nextBoolean()) damaged.setCharAt(at, c);
            else damaged.insert(at, c);
        }
        return damaged.toString();
    }
}
