package io.switchhook.sip.registrar;

import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Shard;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Flows that are found by their tokens, if any.
final class KnownFlows implements Flows {
    final Map<String, Flow> flows = new HashMap<>();

    @Override
    public void open(Destination destination, int bytes, Shard shard, Opened opened) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Flow> byToken(String token) {
        return Optional.ofNullable(flows.get(token));
    }

    @Override
    public boolean isOurs(String host, int port) {
        return false;
    }
}
