package io.switchhook.sip.registrar;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what [BindingsRecord] wrote, in another process and at another time.
final class BindingsReader {
    private final long shift;
    private final Instant latest;
    private final Flows flows;
    private final Map<InetSocketAddress, InetSocketAddress> listeners = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();

    /// @param shift as for [BindingsRecord#write]
    /// @param latest when a binding ends at the latest, whatever clock was wrong when it was written
    BindingsReader(long shift, Instant latest, Flows flows) {
        this.shift = shift;
        this.latest = latest;
        this.flows = flows;
    }

    /// Thousands of phones say the same.
    private String shared(String text) {
        return shared.computeIfAbsent(text, Function.identity());
    }

    /// What a record says.
    ///
    /// @param bindings perhaps with expired ones among them
    /// @param unreachable how many needed a connection that is gone, and were left out
    record Result(Bindings bindings, int unreachable) {}

    /// @param content with an accessible array
    /// @throws MalformedValue if this is no record of bindings
    Result read(ByteBuffer content) {
        try {
            if (content.get() != BindingsRecord.KIND) throw new MalformedValue("kind of record", 0);
            var addressOfRecord = new AddressOfRecord(text(content), shared(text(content)));
            var all = new ArrayList<Binding>(1);
            int unreachable = 0;
            while (content.hasRemaining()) {
                var fields = new Fields(part(content));
                if (fields.isUnreachable()) unreachable++;
                else all.add(fields.binding());
            }
            return new Result(new Bindings(addressOfRecord, all), unreachable);
        } catch (BufferUnderflowException e) {
            throw new MalformedValue("length of a field", content.position());
        }
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = length(in);
        var part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static String text(ByteBuffer in) {
        int length = length(in);
        int start = in.arrayOffset() + in.position();
        in.position(in.position() + length);
        return new String(in.array(), start, length, StandardCharsets.UTF_8);
    }

    private static int length(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) throw new BufferUnderflowException();
        return length;
    }

    /// The fields of one binding.
    private final class Fields {
        private @Nullable NameAddr contact;
        private String callId = "";
        private String userAgent = "";
        private long cseq;
        private long expires;
        private long registered;
        private long seen;
        private final List<NameAddr> path = new ArrayList<>(0);
        private @Nullable FlowRecord flow;

        Fields(ByteBuffer in) {
            while (in.hasRemaining()) read(in.get(), in);
        }

        private void read(int tag, ByteBuffer in) {
            switch (tag) {
                case BindingsRecord.CONTACT -> contact = address(text(in));
                case BindingsRecord.CALL_ID -> callId = text(in);
                case BindingsRecord.CSEQ -> cseq = part(in).getLong();
                case BindingsRecord.EXPIRES -> expires = part(in).getLong();
                case BindingsRecord.PATH -> path.add(address(text(in)));
                case BindingsRecord.USER_AGENT -> userAgent = text(in);
                case BindingsRecord.REGISTERED -> registered = part(in).getLong();
                case BindingsRecord.SEEN -> seen = part(in).getLong();
                case BindingsRecord.FLOW -> flow = flow(part(in));
                default -> part(in);
            }
        }

        private static NameAddr address(String text) {
            return NameAddr.parse(Scanner.of(text));
        }

        private static @Nullable FlowRecord flow(ByteBuffer in) {
            var transport = Transport.of(text(in));
            if (transport.isEmpty()) return null;
            return new FlowRecord(transport.get(), text(in), socket(in), socket(in));
        }

        private static InetSocketAddress socket(ByteBuffer in) {
            byte[] bytes = new byte[length(in)];
            in.get(bytes);
            try {
                return new InetSocketAddress(InetAddress.getByAddress(bytes), in.getInt());
            } catch (UnknownHostException | IllegalArgumentException e) {
                throw new MalformedValue("address of a flow", in.position());
            }
        }

        private NameAddr contact() {
            if (contact == null) throw new MalformedValue("binding without a contact", 0);
            return contact;
        }

        boolean isUnreachable() {
            return flow != null && flow.transport().isReliable() && !flow.isToBeDialed(contact());
        }

        Binding binding() {
            var ends = time(expires);
            return new Binding(
                    contact(),
                    callId,
                    cseq,
                    ends.isAfter(latest) ? latest : ends,
                    path,
                    revived(),
                    shared(userAgent),
                    time(registered),
                    time(seen));
        }

        private Optional<Flow> revived() {
            if (flow == null || flow.transport().isReliable()) return Optional.empty();
            var local = listeners.computeIfAbsent(flow.local(), Function.identity());
            return Optional.of(new RememberedFlow(flows, flow.token(), local));
        }

        private Instant time(long wall) {
            return Instant.ofEpochMilli(wall - shift);
        }
    }
}
