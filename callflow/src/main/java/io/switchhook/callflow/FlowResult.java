package io.switchhook.callflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a flow that was played.
///
/// @param profile the model of the phones
/// @param transport what they talked to the proxy over
/// @param media who heard whom, in the order of the script
/// @param trouble what kept the script from being played to its end; empty for nothing
/// @param took from the first act to the verdict
public record FlowResult(
        Flow flow,
        String profile,
        String transport,
        Verdict verdict,
        List<Heard> media,
        Optional<String> trouble,
        Duration took) {
    /// Whether steps and media are as they should, and the script came to its end.
    public boolean held() {
        return verdict.holds() && trouble.isEmpty() && media.stream().allMatch(Heard::holds);
    }

    /// What went wrong, each in a sentence: in the messages, in the script, in the media.
    public List<String> faults() {
        var faults = new java.util.ArrayList<String>();
        verdict.deviation().map(Deviation::text).ifPresent(faults::add);
        trouble.ifPresent(faults::add);
        for (var heard : media) if (!heard.holds()) faults.add(heard.sentence());
        return faults;
    }
}
