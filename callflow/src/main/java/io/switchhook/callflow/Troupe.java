package io.switchhook.callflow;

import io.switchhook.phone.Account;
import io.switchhook.phone.Phone;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The three phones of the flows, registered at a server, and the [Player] that plays with them.
public final class Troupe implements AutoCloseable {
    private static final List<Party> PHONES = List.of(Party.A, Party.B, Party.C);

    private final Site site;
    private final Capture capture = new Capture(InstantSource.system());
    private final Map<Party, Handset> handsets = new ConcurrentHashMap<>();
    private final Player player;

    /// @param site where the phones stand, which is closed with them
    /// @param cast who the phones are
    /// @param accounts of each number, with its server
    /// @throws IOException if there is no port left
    public Troupe(
            Site site,
            Profile profile,
            Cast cast,
            Function<String, Account> accounts,
            Patience patience)
            throws IOException {
        this.site = site;
        try {
            for (var party : PHONES)
                handsets.put(
                        party,
                        new Handset(
                                site,
                                party,
                                capture,
                                profile,
                                accounts,
                                cast.number(party),
                                this::handset));
        } catch (IOException | RuntimeException e) {
            site.close();
            throw e;
        }
        player = new Player(Map.copyOf(handsets), cast, capture, patience, InstantSource.system());
    }

    private Optional<Handset> handset(String number) {
        return handsets.values().stream().filter(it -> it.number().equals(number)).findFirst();
    }

    /// Waits until all three are registered.
    ///
    /// @return those that are not within half a minute, by their numbers, and what they were told
    public List<String> awaitRegistered() {
        var missing = new ArrayList<String>();
        for (var party : PHONES) {
            var handset = handset(party);
            // Whoever one waits for, all others had that time, too.
            var limit = missing.isEmpty() ? Phone.PATIENCE : Duration.ofMillis(100);
            if (!handset.phone().comes(limit, handset.phone()::isRegistered))
                missing.add(handset.unregistered());
        }
        return missing;
    }

    private Handset handset(Party party) {
        return Objects.requireNonNull(handsets.get(party));
    }

    public Player player() {
        return player;
    }

    /// Switches the phones off.
    @Override
    public void close() {
        player.close();
        site.close();
    }
}
