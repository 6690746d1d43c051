package io.switchhook.callflow;

import io.switchhook.phone.Account;
import io.switchhook.phone.Phone;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The three phones of the flows, registered at a server, and the [Player] that plays with them.
public final class Troupe implements AutoCloseable {
    private static final List<Party> PHONES = List.of(Party.A, Party.B, Party.C);

    private final Site site;
    private final Capture capture = new Capture(InstantSource.system());
    private final Map<Party, Handset> handsets = new EnumMap<>(Party.class);
    private final Player player;

    /// @param address of this host, that the phones are reached at
    /// @param cast who the phones are
    /// @param accounts of each number, with its server
    /// @throws IOException if there is no port left
    public Troupe(
            InetAddress address,
            Profile profile,
            Cast cast,
            Function<String, Account> accounts,
            Patience patience)
            throws IOException {
        site = Site.on(address);
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
    /// @return the numbers of those that are not within half a minute
    public List<String> awaitRegistered() {
        long end = System.nanoTime() + Phone.PATIENCE.toNanos();
        return handsets.values().stream()
                .filter(it -> {
                    var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                    return !it.phone().comes(left, it.phone()::isRegistered);
                })
                .map(Handset::number)
                .toList();
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
