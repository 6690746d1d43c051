package io.switchhook.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the console knows of phones that fetch their files here, and can have done about them. Asked on virtual threads.
public interface DevicesView {

    /// Who is taken for a device.
    ///
    /// @param agent what it says it is; empty for nothing
    record Home(String address, String agent) {}

    /// Somebody who asked as a device and was not served.
    ///
    /// @param why not
    record Other(Instant at, String address, String agent, String why) {}

    /// An account of a device.
    ///
    /// @param number on the phone, from 1
    /// @param name of whom it is; empty for none
    /// @param registered whether this device is registered with it, as far as is known
    record Line(int number, String user, String name, boolean registered) {}

    /// A device.
    ///
    /// @param mac twelve hexadecimal digits
    /// @param state how far it has come: `asked`, `expected` (adopted before it asked), `adopted`, `fetched` (its file was made for
    ///     it), `applied` (it has logged in with what its last file says), `registered`, or `held`
    /// @param since when it was adopted, held, or asked first
    /// @param model its id; empty if nobody has said
    /// @param guess the model that it says it is; empty if it says none
    /// @param until when the first who asks is taken for it
    record Device(
            String mac,
            String state,
            Instant since,
            String model,
            String guess,
            String group,
            List<Line> lines,
            Optional<Instant> until,
            Optional<Home> home,
            List<Other> others) {}

    /// Which devices are wanted; what is empty does not matter.
    ///
    /// @param text in MAC address, model, group, account, name, address or agent, without regard to case
    /// @param state as in [Device], or `contested`: somebody else asks as one that is adopted
    record Query(String text, String state, int offset, int limit) {}

    /// One question of a device for a file.
    ///
    /// @param over `http`, `https` or `tftp`
    /// @param outcome `served`, `held`, `refused` or `failed`
    record Visit(
            Instant at,
            String over,
            String file,
            String outcome,
            String address,
            String agent,
            String why) {}

    /// What a device is to be. What is empty stays as it is, or is what the phone says.
    ///
    /// @param users of its accounts, the first for line 1
    /// @param from the address of whose question is believed, if several asked
    record Adoption(
            Optional<String> model,
            Optional<String> group,
            Optional<List<String>> users,
            Optional<String> from) {}

    /// What lets phones in that are adopted and have not asked yet.
    ///
    /// @param token to be told this once
    /// @param urls with the token, for phones
    record Token(String token, Instant until, List<String> urls) {}

    /// A model of phone.
    ///
    /// @param accounts how many it has
    /// @param ringTones whether it takes ring tones
    /// @param pictures for what it takes pictures: `wallpaper`, `screensaver`
    /// @param recording how the phone itself records what it sends and gets; empty if nobody has said
    /// @param reset how it is made what it was in its box; empty if nobody has said
    record Model(
            String id,
            String name,
            int accounts,
            boolean ringTones,
            List<String> pictures,
            String recording,
            String reset) {}

    /// Those that are not adopted first, the latest question first; then all others by MAC address.
    Slice<Device> search(Query query);

    /// @param mac in any writing
    Optional<Device> device(String mac);

    /// The latest first.
    List<Visit> visits(String mac) throws Refusal;

    List<Model> models();

    /// URLs at which phones fetch their files; none if they cannot.
    List<String> addresses();

    /// @param by who does it, for the log
    Device adopt(String mac, Adoption adoption, String by) throws Refusal;

    /// Has a device served no more.
    Device hold(String mac, String by) throws Refusal;

    /// Forgets a device.
    void remove(String mac, String by) throws Refusal;

    Token token(Duration time, String by) throws Refusal;
}
