package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// One value of Security-Client, Security-Server or Security-Verify: RFC 3329 §2.2.
///
/// @param name `digest`, `tls`, `ipsec-ike`, `ipsec-man` or another
/// @param parameters `;q=0.1`, `;d-alg=` ...
public record SecurityMechanism(String name, Parameters parameters) {

    static SecurityMechanism parse(Scanner in) {
        String name = in.token();
        return new SecurityMechanism(name, Parameters.ofHeader(in));
    }

    public void writeTo(ByteSink out) {
        out.put(name);
        parameters.writeTo(out);
    }
}
