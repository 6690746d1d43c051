package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Metrics;
import io.switchhook.console.NowView;
import io.switchhook.ladder.Ladders;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.registrar.Binding;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The SIP floors, started: what registers phones and passes their calls.
public interface SipServer extends AutoCloseable {

    /// What the floors are given.
    ///
    /// @param metrics where they enter their figures
    /// @param health where they say what is wrong
    /// @param calls who hears of calls; must be told without blocking
    record Surroundings(
            Configuration configuration,
            Directory directory,
            Metrics metrics,
            Health health,
            CallListener calls) {}

    /// How they are started.
    interface Starter {
        /// Returns when every listener accepts.
        ///
        /// @throws StartException naming the address and the reason, with nothing left open
        SipServer start(Surroundings surroundings) throws StartException;
    }

    /// Where it listens, with the ports that it really has, in the order of the configuration.
    List<ListenAddress> addresses();

    /// Shows what is registered.
    ///
    /// @param user whose phones; empty for everybody's
    void registrations(String user, Consumer<RegistrationLine> reader);

    /// The bindings of a user that are alive.
    List<Binding> bindings(String user);

    /// Sends a NOTIFY that belongs to no subscription, over the way by which the phone registered.
    ///
    /// @param answered told the final response, perhaps on a shard: it must not block
    void tell(Binding phone, Event event, Consumer<Response> answered);

    /// How it does at this moment.
    NowView.Figures figures();

    /// What is remembered of calls.
    Ladders ladders();

    /// Takes what can change without a restart, such as certificates.
    ///
    /// @return what was changed, in words for the log
    /// @throws StartException if it cannot; then all is as before
    List<String> reload(Configuration fresh) throws StartException;

    /// Who is banned.
    Bans bans();

    /// What is remembered of those who come.
    Reputation reputation();

    /// Answers requests that would begin something new with 503, and waits until no transaction is left.
    ///
    /// @param limit how long at most
    void drain(Duration limit) throws InterruptedException;

    @Override
    void close();
}
