package io.switchhook.sip.ua;

import java.util.ArrayList;
import java.util.List;

/// What somebody's calls are to have beyond RFC 3261.
///
/// @param reliableProvisionals whether provisional responses are acknowledged where the other end can (RFC 3262): `100rel`
public record CallSettings(boolean reliableProvisionals) {
    static final String RELIABLE = "100rel";

    /// Nothing.
    public static final CallSettings DEFAULT = new CallSettings(false);

    /// The option tags that are understood, with those that are for everybody.
    List<String> extensions(List<String> everybody) {
        var all = new ArrayList<>(everybody);
        if (reliableProvisionals && !all.contains(RELIABLE)) all.add(RELIABLE);
        return all;
    }
}
