package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random REGISTERs of three phones against a model that is a map of contacts.
class RegistrationProperties {
    private static final AddressOfRecord AOR = new AddressOfRecord("1001", "office.example");
    private static final String[] CONTACTS = {"a", "b", "c", "d", "e"};

    private final Registration registration = new Registration(RegistrarSettings.DEFAULT);

    /// What the model knows of a contact.
    record Known(String callId, long cseq, Instant expires) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agrees_with_a_map(long seed) {
        var random = new Random(seed);
        var bindings = Bindings.none(AOR);
        Map<String, Known> model = new TreeMap<>();
        var now = NOW;
        int accepted = 0;
        for (int i = 0; i < 2000; i++) {
            now = now.plusSeconds(random.nextInt(40));
            var time = now;
            model.values().removeIf(known -> !known.expires.isAfter(time));
            String callId = "phone" + random.nextInt(3);
            long cseq = 1 + i + random.nextInt(40) - 20;
            boolean star = random.nextInt(12) == 0;
            var asked = star ? new LinkedHashMap<String, Integer>() : contacts(random);
            var request =
                    star
                            ? Register.request(
                                    callId, Math.max(1, cseq), "Contact: *", "Expires: 0")
                            : Register.request(callId, Math.max(1, cseq), lines(asked));
            var expected = expect(model, callId, Math.max(1, cseq), asked, star, now);
            var outcome = registration.apply(now, bindings.alive(now), request, Optional.empty());
            assertThat(outcome instanceof Outcome.Accepted).isEqualTo(expected.isPresent());
            if (outcome instanceof Outcome.Accepted(var after, _)) {
                accepted++;
                bindings = after;
                model = expected.orElseThrow();
            }
            assertThat(view(bindings.alive(now))).isEqualTo(model);
        }
        assertThat(accepted).isBetween(500, 1999);
    }

    private static LinkedHashMap<String, Integer> contacts(Random random) {
        var asked = new LinkedHashMap<String, Integer>();
        for (String contact : CONTACTS) {
            if (random.nextInt(3) > 0) continue;
            int expires = random.nextInt(3) == 0 ? 0 : 50 + random.nextInt(600);
            asked.put(contact, expires);
        }
        return asked;
    }

    private static String[] lines(Map<String, Integer> asked) {
        return asked.entrySet().stream()
                .map(e -> "Contact: <sip:" + e.getKey() + "@h>;expires=" + e.getValue())
                .toArray(String[]::new);
    }

    private static Optional<Map<String, Known>> expect(
            Map<String, Known> model,
            String callId,
            long cseq,
            Map<String, Integer> asked,
            boolean star,
            Instant now) {
        var after = new TreeMap<>(model);
        for (var contact : star ? model.keySet() : asked.keySet()) {
            var known = model.get(contact);
            int expires = star ? 0 : asked.getOrDefault(contact, 0);
            if (expires > 0 && expires < 60) return Optional.empty();
            if (known != null && known.callId.equals(callId) && cseq <= known.cseq)
                return Optional.empty();
            if (expires == 0) after.remove(contact);
            else after.put(contact, new Known(callId, cseq, now.plusSeconds(expires)));
        }
        return Optional.of(after);
    }

    private static Map<String, Known> view(Bindings bindings) {
        var view = new TreeMap<String, Known>();
        for (var b : bindings.all())
            view.put(
                    b.contact().sipUri().orElseThrow().user(),
                    new Known(b.callId(), b.cseq(), b.expires()));
        return view;
    }
}
