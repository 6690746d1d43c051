package io.switchhook.bench;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.registrar.DurableLocationService;
import io.switchhook.sip.registrar.DurableLocationService.Bounds;
import io.switchhook.sip.registrar.DurableLocationService.Clocks;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.registrar.Registration;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/// Desk phones, one for each account, that register with a durable location service as such phones do.
final class ManyPhones implements AutoCloseable {
    private static final Registration REGISTRATION = new Registration(RegistrarSettings.DEFAULT);
    private static final int AT_ONCE = 1000;
    private static final InstantSource CLOCK = InstantSource.system();
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());

    /// No path that was remembered is open.
    private static final Flows NO_FLOWS =
            new Flows() {
                @Override
                public void open(Destination destination, int bytes, Shard shard, Opened opened) {
                    opened.failed(new IOException("no way"));
                }

                @Override
                public Optional<Flow> byToken(String token) {
                    return Optional.empty();
                }

                @Override
                public boolean isOurs(String host, int port) {
                    return false;
                }
            };

    private final DurableLocationService locations;

    /// Reads what is in the folder.
    ManyPhones(Path folder) throws IOException {
        locations =
                DurableLocationService.open(
                        folder,
                        new Bounds(2_000_000, 2 * AT_ONCE, Duration.ofHours(2)),
                        new Clocks(CLOCK, CLOCK, System::nanoTime),
                        NO_FLOWS,
                        LocationListener.NONE);
    }

    int size() {
        return locations.size();
    }

    /// Registers phones, as many at once as in a storm, and returns when the disk has them.
    ///
    /// @param cseq above that of the last time
    /// @param flows what each is reached over, if it must be
    void register(int phones, int cseq, IntFunction<Optional<Flow>> flows)
            throws InterruptedException {
        var free = new Semaphore(AT_ONCE);
        var refused = new LongAdder();
        for (int i = 0; i < phones; i++) {
            var request = request(i, cseq);
            var flow = flows.apply(i);
            free.acquire();
            locations.update(
                    new AddressOfRecord(Integer.toString(10_000 + i), "office.example"),
                    current -> REGISTRATION.apply(CLOCK.instant(), current, request, flow),
                    Runnable::run,
                    outcome -> {
                        if (outcome instanceof Outcome.Rejected) refused.increment();
                        free.release();
                    });
        }
        free.acquire(AT_ONCE);
        if (refused.sum() > 0) throw new IllegalStateException(refused + " were refused");
    }

    static Request request(int phone, int cseq) {
        String address = "10.%d.%d.%d".formatted(phone >> 16, phone >> 8 & 255, phone & 255);
        byte[] text =
                """
                REGISTER sip:office.example SIP/2.0
                Via: SIP/2.0/UDP %2$s:5060;branch=z9hG4bK%1$d-%3$d
                Max-Forwards: 70
                From: <sip:%1$d@office.example>;tag=%1$d
                To: <sip:%1$d@office.example>
                Call-ID: 0_%1$d345678@%2$s
                CSeq: %3$d REGISTER
                Contact: <sip:%1$d@%2$s:5060;transport=udp>;reg-id=1;+sip.instance="<urn:uuid:00000000-0000-1000-8000-%1$012x>"
                User-Agent: Yealink SIP-T38G 38.70.%4$d.0
                Expires: 3600
                Content-Length: 0

                """
                        .formatted(10_000 + phone, address, cseq, phone % 20)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        return (Request) PARSER.parseDatagram(text, 0, text.length);
    }

    @Override
    public void close() {
        locations.close();
    }
}
