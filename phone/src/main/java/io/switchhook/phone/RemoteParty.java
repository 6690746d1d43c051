package io.switchhook.phone;

import io.switchhook.phone.settings.CalleeIdSource;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.uri.Parameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is at the other end of a call, as far as the account believes it. On the phone's shard.
final class RemoteParty {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteParty.class);

    private final CalleeIdSource source;
    private NameAddr address;

    RemoteParty(CalleeIdSource source, NameAddr address) {
        this.source = source;
        this.address = address;
    }

    NameAddr address() {
        return address;
    }

    /// Takes the name of who answers from there, if the account does so.
    void answers(Response response) {
        if (source != CalleeIdSource.PAI_RPID) return;
        try {
            var headers = response.headers();
            var asserted = headers.all(Header.P_ASSERTED_IDENTITY).stream().findFirst();
            asserted.or(() -> headers.all(Header.REMOTE_PARTY_ID).stream().findFirst())
                    .ifPresent(it -> address = it);
        } catch (MalformedField e) {
            LOG.debug("an identity that cannot be read", e);
        }
    }

    /// Takes the name of who is at the other end now (RFC 4916), if the account does so.
    ///
    /// @return whether it is another one
    boolean connected(Request request) {
        if (source != CalleeIdSource.CONNECTED_IDENTITY) return false;
        var from = request.headers().require(Header.FROM);
        var named = new NameAddr(from.rawDisplayName(), from.uri(), Parameters.EMPTY);
        if (named.equals(address)) return false;
        address = named;
        return true;
    }
}
