package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.util.ArrayList;
import java.util.List;

/// Streams that belong together: `a=group`, RFC 5888 §5.
///
/// @param semantics why: `LS`, `FID`, `BUNDLE` (RFC 9143) or another
/// @param mids what the streams are called; may be none
public record Group(String semantics, List<String> mids) {
    public Group {
        mids = List.copyOf(mids);
    }

    static Group parse(LineScanner in) {
        String semantics = in.token();
        var mids = new ArrayList<String>();
        while (in.acceptSpace()) mids.add(in.token());
        return new Group(semantics, mids);
    }

    public void writeTo(ByteSink out) {
        out.put(semantics);
        for (String mid : mids) out.put(' ').put(mid);
    }
}
