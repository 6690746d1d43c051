package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;

/// Which reliable provisional response a PRACK acknowledges: RFC 3262 §7.2.
///
/// @param responseNumber the RSeq of the response
/// @param cseq the CSeq of the response
public record RAck(long responseNumber, CSeq cseq) {

    static RAck parse(Scanner in) {
        long responseNumber = in.number(0xffff_ffffL);
        in.skipSpace();
        return new RAck(responseNumber, CSeq.parse(in));
    }

    public void writeTo(ByteSink out) {
        out.put(responseNumber).put(' ');
        cseq.writeTo(out);
    }
}
