package io.switchhook.provisioning.device;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import java.util.List;
import java.util.Optional;

/// What is done about a question.
///
/// Who is not served cannot tell a device that is held from one that nobody knows: both are the same answer.
public sealed interface Decision {
    /// For the administrator, never for who asked.
    String why();

    /// Its file is made and sent.
    ///
    /// @param after what the device is from now on
    record Serve(Adopted after, String why) implements Decision {}

    /// The device is known, and this is not it, or it is not to be served.
    ///
    /// @param after what the device is from now on
    /// @param isGuess whether it counts against the address
    record Hold(Device after, String why, boolean isGuess) implements Decision {}

    /// Nothing is known that could be sent.
    ///
    /// @param after what the device is from now on; empty if the question leaves no trace
    /// @param isGuess whether it counts against the address
    record Refuse(Optional<Asked> after, String why, boolean isGuess) implements Decision {}

    /// A pure function.
    ///
    /// @param device what is known of it; empty for nothing
    static Decision of(Optional<Device> device, Ask ask) {
        var lie = lie(ask);
        if (lie.isPresent()) return disbelieved(device, lie.get());
        if (device.isEmpty()) return unknown(ask);
        return switch (device.get()) {
            case Asked asked -> again(asked, ask);
            case Expected expected -> expected(expected, ask);
            case Adopted adopted -> adopted(adopted, ask);
            case Held held -> new Hold(held, "is held", false);
        };
    }

    private static Decision disbelieved(Optional<Device> device, String why) {
        return device.isEmpty() || device.get() instanceof Asked
                ? new Refuse(device.map(Asked.class::cast), why, true)
                : new Hold(device.get(), why, true);
    }

    /// Who says two things of himself is not believed either.
    private static Optional<String> lie(Ask ask) {
        var said = ask.asker().mac().filter(mac -> !mac.equals(ask.mac()));
        if (said.isPresent()) return Optional.of("says that it is " + said.get());
        if (ask.proof() instanceof Proof.Certificate(var mac) && !mac.equals(ask.mac()))
            return Optional.of("has the certificate of " + mac);
        return Optional.empty();
    }

    private static Decision unknown(Ask ask) {
        var asker = new Sighting(ask.asker(), ask.at());
        return new Refuse(
                Optional.of(new Asked(ask.mac(), ask.at(), List.of(asker), 1)),
                "is not adopted",
                isGuess(ask));
    }

    private static Decision again(Asked asked, Ask ask) {
        boolean isNew = !Sighting.has(asked.askers(), ask.asker());
        var askers = Sighting.with(asked.askers(), ask.asker(), ask.at());
        return new Refuse(
                Optional.of(new Asked(asked.mac(), asked.since(), askers, asked.times() + 1)),
                "is not adopted",
                isNew && isGuess(ask));
    }

    private static boolean isGuess(Ask ask) {
        return switch (ask.proof()) {
            case Proof.None _, Proof.OldToken _ -> true;
            case Proof.Token _, Proof.Certificate _ -> false;
        };
    }

    private static Decision expected(Expected expected, Ask ask) {
        var after =
                new Adopted(
                        expected.mac(), ask.at(), expected.assignment(), ask.asker(), List.of());
        return switch (ask.proof()) {
            case Proof.Certificate _ -> new Serve(after, "has the device's certificate");
            case Proof.Token _ -> new Serve(after, "brought a token");
            case Proof.None _, Proof.OldToken _ ->
                    ask.at().isBefore(expected.until())
                            ? new Serve(after, "is the first who asked after it was adopted")
                            : new Hold(expected, "came too late for its adoption", true);
        };
    }

    private static Decision adopted(Adopted adopted, Ask ask) {
        if (adopted.home().isLike(ask.asker()))
            // What it says of its firmware may be new.
            return new Serve(at(adopted, ask.asker()), "is adopted");
        if (ask.proof() instanceof Proof.Certificate)
            return new Serve(at(adopted, ask.asker()), "has the device's certificate");
        boolean isNew = !Sighting.has(adopted.rivals(), ask.asker());
        var rivals = Sighting.with(adopted.rivals(), ask.asker(), ask.at());
        return new Hold(
                new Adopted(
                        adopted.mac(),
                        adopted.since(),
                        adopted.assignment(),
                        adopted.home(),
                        rivals),
                difference(adopted.home(), ask.asker()),
                isNew);
    }

    private static Adopted at(Adopted adopted, Asker home) {
        return new Adopted(
                adopted.mac(), adopted.since(), adopted.assignment(), home, adopted.rivals());
    }

    private static String difference(Asker home, Asker other) {
        return home.address().equals(other.address())
                ? "is another kind of agent than the adopted one"
                : "asks from another address than the adopted one";
    }
}
