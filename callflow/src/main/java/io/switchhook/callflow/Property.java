package io.switchhook.callflow;

import java.util.List;

/// What a step asks of its message besides the method or the status.
///
/// @param argument a phone, a call, a number or a word, as the kind has it; empty for none
public record Property(Kind kind, String argument) {

    /// What may stand behind an argument's word.
    enum Argument {
        NONE,
        PARTY,
        CALL,
        NUMBER,
        WORD
    }

    /// The words that flow files know.
    public enum Kind {
        /// The description asks the other end to send nothing: RFC 3264 §8.4, or the address 0.0.0.0 of RFC 2543.
        HOLD("hold", Argument.NONE, "RFC 3264 §8.4"),
        /// The description answers a hold.
        HELD("held", Argument.NONE, "RFC 3264 §6.1"),
        /// The description sends and receives.
        ACTIVE("active", Argument.NONE, "RFC 3264 §8.4"),
        /// There is a description.
        SDP("sdp", Argument.NONE, "RFC 3261 §13.2.1"),
        /// There is no description: the other end is to offer.
        OFFERLESS("offerless", Argument.NONE, "RFC 3725 §4.1"),
        /// Refer-To names a phone.
        REFER_TO("refer-to", Argument.PARTY, "RFC 3515 §2.1"),
        /// Replaces, or the Replaces in Refer-To, names the dialog of a call.
        REPLACES("replaces", Argument.CALL, "RFC 3891 §3"),
        /// Referred-By, where it is there, names a phone.
        REFERRED_BY("referred-by", Argument.PARTY, "RFC 3892 §2.1"),
        /// Contact names a phone.
        CONTACT("contact", Argument.PARTY, "RFC 3261 §21.3.3"),
        /// Diversion, where it is there, gives this reason.
        BECAUSE("because", Argument.WORD, "RFC 5806 §5"),
        /// The body is a status line with this status, in an event package `refer`.
        SIPFRAG("sipfrag", Argument.NUMBER, "RFC 3515 §2.4.5"),
        /// The subscription ends.
        TERMINATED("terminated", Argument.NONE, "RFC 3515 §2.4.7"),
        /// The binding is removed or given for so long.
        EXPIRES("expires", Argument.NUMBER, "RFC 3261 §10.2.2"),
        /// A binding is listed.
        BOUND("bound", Argument.NONE, "RFC 3261 §10.3 item 8"),
        /// The response has a challenge.
        CHALLENGE("challenge", Argument.NONE, "RFC 3261 §22.1"),
        /// The request has credentials.
        CREDENTIALS("credentials", Argument.NONE, "RFC 3261 §22.1");

        private final String word;
        private final Argument argument;
        private final String section;

        Kind(String word, Argument argument, String section) {
            this.word = word;
            this.argument = argument;
            this.section = section;
        }

        public String word() {
            return word;
        }

        Argument argument() {
            return argument;
        }

        /// The section that asks for it.
        public String section() {
            return section;
        }
    }

    static final List<Kind> KINDS = List.of(Kind.values());

    /// The phone that the argument names.
    Party party() {
        return Party.valueOf(argument);
    }

    /// The number that the argument is.
    int number() {
        return Integer.parseInt(argument);
    }

    @Override
    public String toString() {
        return argument.isEmpty() ? kind.word : kind.word + ' ' + argument;
    }
}
