package io.switchhook.console;

import java.util.List;
import java.util.Optional;

/// What the console knows of who can be called, and can have done about them. Asked on virtual threads.
public interface PeopleView {

    /// A device that has an account.
    ///
    /// @param number of the account on the device, from 1
    /// @param state see [DevicesView.Device#state]
    record Device(String mac, String model, int number, String state) {}

    /// What is done with somebody's calls. A text of a target is empty where calls are not forwarded.
    ///
    /// @param seconds how long phones ring before a call counts as not answered
    record Features(
            String always, String busy, String noAnswer, long seconds, boolean doNotDisturb) {}

    /// What is to be done with somebody's calls from now on. What is empty stays as it is.
    record Wish(
            Optional<String> always,
            Optional<String> busy,
            Optional<String> noAnswer,
            Optional<Long> seconds,
            Optional<Boolean> doNotDisturb) {}

    /// Somebody with an account.
    ///
    /// @param name to display; empty for none
    /// @param configured whether the account stands in the configuration file, where alone it can be changed; its features are
    ///     changed here
    /// @param state see [PhonesView.Account#state]
    /// @param registrations how many phones are registered with it
    /// @param redirects what becomes of a redirection to it, `recurse` or `forward`; empty for what the server does by default
    record Person(
            String user,
            String domain,
            String name,
            boolean configured,
            String state,
            int registrations,
            String redirects,
            Features features,
            List<Device> devices) {}

    /// Whether somebody has a device.
    enum Having {
        NONE,
        SOME,
        WHATEVER
    }

    /// Who is wanted.
    ///
    /// @param text in user or name, without regard to case; empty for everybody
    record Query(String text, Having devices, int offset, int limit) {}

    /// @param password if it was made here, to be told this once; else empty
    record Made(Person person, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Made[" + person.user() + "]";
        }
    }

    /// By user, numbers as numbers.
    Slice<Person> search(Query query);

    Optional<Person> person(String user);

    /// @param user perhaps with a domain
    /// @param password empty to have one made
    /// @param by who does it, for the log
    Made add(String user, String name, Optional<String> password, String by) throws Refusal;

    Person rename(String user, String name, String by) throws Refusal;

    /// Gives somebody a new password of his own. What his devices log in with stays.
    ///
    /// @param password empty to have one made
    Made password(String user, Optional<String> password, String by) throws Refusal;

    Person change(String user, Wish wish, String by) throws Refusal;

    void remove(String user, String by) throws Refusal;
}
