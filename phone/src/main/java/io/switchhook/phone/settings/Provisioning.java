package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where the phone gets its files from, and when.
///
/// @param atStart whether it asks whenever it is switched on
/// @param asksNetwork whether it sends a multicast SUBSCRIBE for the address of the server
/// @param server the folder of the files: `https:` or `http:` URL
/// @param repeat how often it asks again, if it does
/// @param commonFileKey of the common file, if it is encrypted
/// @param macFileKey of the MAC file, likewise
/// @param commonFile the name of the common file
public record Provisioning(
        boolean atStart,
        boolean asksNetwork,
        Optional<String> server,
        String userName,
        String password,
        Optional<Duration> repeat,
        Optional<FileKey> commonFileKey,
        Optional<FileKey> macFileKey,
        String commonFile,
        Resources resources) {

    /// URLs of further files.
    ///
    /// @param phoneBooks remote phone books, at most five
    /// @param namesFromPhoneBooks whether they name callers and those who are called
    /// @param phoneBookRefresh how often they are fetched
    public record Resources(
            Optional<String> contacts,
            Optional<String> timeRules,
            Optional<String> dialNowRules,
            Optional<String> replaceRules,
            List<PhoneBook> phoneBooks,
            boolean namesFromPhoneBooks,
            Duration phoneBookRefresh) {
        public Resources {
            phoneBooks = List.copyOf(phoneBooks);
        }
    }

    /// A remote phone book.
    public record PhoneBook(String name, String url) {}

    /// Without the password.
    @Override
    public String toString() {
        return "Provisioning[server=" + server.orElse("none") + "]";
    }
}
