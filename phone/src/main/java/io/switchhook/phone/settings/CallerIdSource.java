package io.switchhook.phone.settings;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import java.util.List;
import java.util.Optional;

/// Which header fields tell who calls, the first one that is there: `account.X.cid_source`.
public enum CallerIdSource {
    FROM(Header.FROM),
    PAI(Header.PAI),
    PAI_FROM(Header.PAI, Header.FROM),
    RPID_PAI_FROM(Header.RPID, Header.PAI, Header.FROM),
    PAI_RPID_FROM(Header.PAI, Header.RPID, Header.FROM),
    RPID_FROM(Header.RPID, Header.FROM);

    private enum Header {
        FROM,
        PAI,
        RPID
    }

    private final List<Header> order;

    CallerIdSource(Header... order) {
        this.order = List.of(order);
    }

    /// By the value of the parameter, 0 to 5.
    static CallerIdSource of(int value) {
        return values()[value];
    }

    /// The address to be shown; none if the only field that counts is not there. A field that breaks its grammar is as
    /// good as none.
    ///
    /// @param from the value of From
    /// @param asserted that of P-Asserted-Identity, if it is there; of several addresses the first one counts
    /// @param remotePartyId that of Remote-Party-ID, if it is there
    public Optional<NameAddr> choose(
            String from, Optional<String> asserted, Optional<String> remotePartyId) {
        return order.stream()
                .map(header ->
                        switch (header) {
                            case FROM -> Optional.of(from);
                            case PAI -> asserted;
                            case RPID -> remotePartyId;
                        })
                .flatMap(Optional::stream)
                .flatMap(text -> address(text).stream())
                .findFirst();
    }

    private static Optional<NameAddr> address(String text) {
        try {
            return Optional.of(NameAddr.parse(Scanner.of(text)));
        } catch (MalformedValue e) {
            return Optional.empty();
        }
    }
}
