package io.switchhook.provisioning.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A device, and how far it has come.
public sealed interface Device {
    Mac mac();

    /// Since when it is what it is now.
    Instant since();

    /// It has asked, and nobody has said what it is. It is given nothing of its own.
    ///
    /// @param askers who asked as it, the latest last; more than one is a reason to look closer
    /// @param times how often
    record Asked(Mac mac, Instant since, List<Sighting> askers, long times) implements Device {
        public Asked {
            askers = List.copyOf(askers);
        }
    }

    /// The administrator has said what it is to be before anybody asked as it.
    ///
    /// @param until when the first who asks is taken for it; later it has to bring a token or a certificate
    record Expected(Mac mac, Instant since, Assignment assignment, Instant until)
            implements Device {}

    /// It is served.
    ///
    /// @param home who is taken for it
    /// @param rivals who else asked as it and was not served, the latest last
    record Adopted(Mac mac, Instant since, Assignment assignment, Asker home, List<Sighting> rivals)
            implements Device {
        public Adopted {
            rivals = List.copyOf(rivals);
        }
    }

    /// The administrator has said that it is not served, whoever asks.
    ///
    /// @param home who was taken for it before, if anybody was
    record Held(Mac mac, Instant since, Assignment assignment, Optional<Asker> home)
            implements Device {}
}
