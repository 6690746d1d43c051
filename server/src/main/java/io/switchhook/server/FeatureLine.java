package io.switchhook.server;

import io.switchhook.pbx.directory.CallFeatures;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.ForwardTarget;
import io.switchhook.server.ControlServer.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What is done with the calls of an account, as commands show and change it.
///
/// @param always where calls go, empty for nowhere; so the other two
/// @param seconds until a call counts as not answered
record FeatureLine(
        String always, String busy, String noAnswer, long seconds, boolean doNotDisturb) {
    private static final String SECONDS = "seconds";
    private static final String DO_NOT_DISTURB = "doNotDisturb";

    static FeatureLine of(CallFeatures features) {
        return new FeatureLine(
                text(features.always()),
                text(features.busy()),
                text(features.noAnswer()),
                features.after().toSeconds(),
                features.doNotDisturb());
    }

    private static String text(Optional<ForwardTarget> target) {
        return target.map(ForwardTarget::text).orElse("");
    }

    static FeatureLine of(ObjectNode json) {
        return new FeatureLine(
                json.path(key(Forward.ALWAYS)).asString(""),
                json.path(key(Forward.BUSY)).asString(""),
                json.path(key(Forward.NO_ANSWER)).asString(""),
                json.path(SECONDS).asLong(0),
                json.path(DO_NOT_DISTURB).asBoolean(false));
    }

    ObjectNode into(ObjectNode json) {
        return json.put(key(Forward.ALWAYS), always)
                .put(key(Forward.BUSY), busy)
                .put(key(Forward.NO_ANSWER), noAnswer)
                .put(SECONDS, seconds)
                .put(DO_NOT_DISTURB, doNotDisturb);
    }

    /// One text for each thing that is set.
    List<String> words() {
        var words = new ArrayList<String>();
        if (doNotDisturb) words.add("do not disturb");
        if (!always.isEmpty()) words.add("all calls to " + always);
        if (!busy.isEmpty()) words.add("when busy to " + busy);
        if (!noAnswer.isEmpty())
            words.add("when not answered for " + seconds + " s to " + noAnswer);
        return words;
    }

    // What is asked for

    static ObjectNode into(ObjectNode request, FeatureChange change) {
        change.targets().forEach((when, target) -> request.put(key(when), target));
        change.seconds().ifPresent(seconds -> request.put(SECONDS, seconds));
        change.doNotDisturb().ifPresent(on -> request.put(DO_NOT_DISTURB, on));
        return request;
    }

    static FeatureChange asked(Exchange exchange) {
        var change = FeatureChange.NONE;
        for (var when : Forward.values())
            if (exchange.has(key(when))) change = change.with(when, exchange.text(key(when)));
        if (exchange.has(SECONDS)) change = change.withSeconds(exchange.number(SECONDS));
        if (exchange.has(DO_NOT_DISTURB))
            change = change.withDoNotDisturb(exchange.flag(DO_NOT_DISTURB));
        return change;
    }

    private static String key(Forward when) {
        return switch (when) {
            case ALWAYS -> "always";
            case BUSY -> "busy";
            case NO_ANSWER -> "noAnswer";
        };
    }
}
