package io.switchhook.sip.registrar;

import java.net.InetSocketAddress;

/// All bindings of an address-of-record as the content of a frame; none if it has lost them. A later record of an
/// address-of-record replaces an earlier one.
///
/// ```
///   content = kind (1) user domain *binding         user, domain = length (4 bytes) UTF-8
///   binding = length (4 bytes) *field
///   field   = tag (1 byte) length (4 bytes) value
/// ```
///
/// Times are milliseconds since 1970 by the wall clock. A field that is not known is passed over, and one that is
/// missing is taken for empty, so that fields can be added without a new format.
final class BindingsRecord {
    static final int KIND = 1;

    static final int CONTACT = 1;
    static final int CALL_ID = 2;
    static final int CSEQ = 3;
    static final int EXPIRES = 4;
    static final int PATH = 5;
    static final int USER_AGENT = 6;
    static final int REGISTERED = 7;
    static final int SEEN = 8;
    static final int FLOW = 9;

    private BindingsRecord() {}

    /// @param shift what the wall clock is ahead of the clock that the bindings' times are of, in milliseconds
    /// @return whether it was short enough to be written
    static boolean write(FrameWriter out, Bindings bindings, long shift) {
        out.begin();
        out.put(KIND);
        out.put(bindings.addressOfRecord().user());
        out.put(bindings.addressOfRecord().domain());
        for (var binding : bindings.all()) {
            int place = out.reserve();
            write(out, binding, shift);
            out.fill(place);
        }
        return out.end();
    }

    private static void write(FrameWriter out, Binding binding, long shift) {
        write(out, CONTACT, binding.contact().toString());
        write(out, CALL_ID, binding.callId());
        write(out, CSEQ, binding.cseq());
        write(out, EXPIRES, binding.expires().toEpochMilli() + shift);
        for (var hop : binding.path()) write(out, PATH, hop.toString());
        write(out, USER_AGENT, binding.userAgent());
        write(out, REGISTERED, binding.registered().toEpochMilli() + shift);
        write(out, SEEN, binding.seen().toEpochMilli() + shift);
        binding.flow().ifPresent(flow -> write(out, FlowRecord.of(flow)));
    }

    private static void write(FrameWriter out, int tag, String text) {
        out.put(tag);
        out.put(text);
    }

    private static void write(FrameWriter out, int tag, long number) {
        out.put(tag);
        out.putInt(8);
        out.putLong(number);
    }

    private static void write(FrameWriter out, FlowRecord flow) {
        out.put(FLOW);
        int place = out.reserve();
        out.put(flow.transport().name());
        out.put(flow.token());
        write(out, flow.local());
        write(out, flow.remote());
        out.fill(place);
    }

    private static void write(FrameWriter out, InetSocketAddress address) {
        out.put(address.getAddress().getAddress());
        out.putInt(address.getPort());
    }
}
