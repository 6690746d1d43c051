package io.switchhook.sip.transport;

import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.function.Consumer;

/// Where a URI's server is: RFC 3263 §4.
public interface ServerLocator {
    /// Finds the candidates, best first; an empty list if there is none. The answer comes on the given shard: before this
    /// returns if no DNS is needed, else later.
    void locate(SipUri uri, Shard shard, Consumer<List<Destination>> found);
}
