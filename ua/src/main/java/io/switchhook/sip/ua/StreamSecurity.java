package io.switchhook.sip.ua;

import io.switchhook.sdp.Crypto;
import java.util.List;

/// Whether the packets of a stream are protected, with keys that the descriptions carry: SRTP by RFC 4568.
///
/// The keys are this end's and of one call: an offer shows them all, an answer the one whose suite was chosen first by the
/// other end and is known here. They are as secret as the way of the message is.
public sealed interface StreamSecurity {
    /// `RTP/AVP` alone; keys that are offered are passed over.
    StreamSecurity OFF = new Off();

    /// @see #OFF
    record Off() implements StreamSecurity {
        @Override
        public List<Crypto> keys() {
            return List.of();
        }
    }

    /// Protected where the other end can, plain where it cannot. The offer is `RTP/AVP` with keys, so that who does not know
    /// them can answer it all the same; `RTP/SAVP` is answered as it is.
    ///
    /// @param keys of which each has its tag and its suite, the best first
    record Negotiated(List<Crypto> keys) implements StreamSecurity {
        public Negotiated {
            keys = List.copyOf(keys);
        }
    }

    /// Protected or not at all. The offer is `RTP/SAVP`; an offer without keys is refused, one of `RTP/AVP` with keys is
    /// answered, since the packets are protected then.
    ///
    /// @param keys of which each has its tag and its suite, the best first
    record Required(List<Crypto> keys) implements StreamSecurity {
        public Required {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) throw new IllegalArgumentException("no key to protect with");
        }
    }

    List<Crypto> keys();

    /// What stands in the `m=` line of an offer.
    default String offered() {
        return switch (this) {
            case Off _, Negotiated _ -> "RTP/AVP";
            case Required _ -> "RTP/SAVP";
        };
    }
}
