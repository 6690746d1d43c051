package io.switchhook.server;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.DigestEvents;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import java.util.List;
import java.util.stream.Collectors;

/// Writes on the ladders who was challenged and who proved himself, and tells the reputation.
final class DigestWatch implements DigestEvents {
    private final DigestEvents reputation;
    private final Recorder recorder;

    DigestWatch(DigestEvents reputation, Recorder recorder) {
        this.reputation = reputation;
        this.recorder = recorder;
    }

    @Override
    public void proven(Request request, String source, String user, DigestAlgorithm by) {
        reputation.proven(request, source, user, by);
        if (recorder.isOn())
            recorder.remark(callId(request), new Remark.Authenticated(user, by.token()));
    }

    @Override
    public void wrong(Request request, String source, String user) {
        reputation.wrong(request, source, user);
    }

    @Override
    public void challenged(
            Request request,
            Remark.Credentials why,
            String realm,
            List<DigestAlgorithm> algorithms) {
        reputation.challenged(request, why, realm, algorithms);
        if (recorder.isOn())
            recorder.remark(
                    callId(request),
                    new Remark.Challenged(
                            why,
                            realm,
                            algorithms.stream()
                                    .map(DigestAlgorithm::token)
                                    .collect(Collectors.joining(", "))));
    }

    private static String callId(Request request) {
        return request.headers().require(Header.CALL_ID).value();
    }
}
