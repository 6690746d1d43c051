package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a NOTIFY of the registration package tells of the contacts of an account (RFC 3680 §5). At most [#MOST] are read.
public record RegistrationInfo(List<Contact> contacts) {
    private static final int MOST = 64;
    private static final long LONGEST_RETRY = Duration.ofDays(1).toSeconds();

    public RegistrationInfo {
        contacts = List.copyOf(contacts);
    }

    /// What happened to a contact last (§4.7.1), as far as a phone can do something about it.
    public enum Event {
        /// It ends sooner than it was granted: who it is may be asked again.
        SHORTENED,
        /// It was ended, and may be made again at once.
        DEACTIVATED,
        /// It was ended, and may be made again after a while.
        PROBATION,
        /// It was ended for good.
        REJECTED,
        OTHER;

        static Event of(String word) {
            return switch (word) {
                case "shortened" -> SHORTENED;
                case "deactivated" -> DEACTIVATED;
                case "probation" -> PROBATION;
                case "rejected" -> REJECTED;
                default -> OTHER;
            };
        }
    }

    /// @param retry when one on probation may register again; at most a day, and zero if that was not said
    public record Contact(String uri, Event event, Duration retry) {}

    /// @throws UnusableFile if it is not well-formed, or something else
    public static RegistrationInfo read(byte[] bytes) throws UnusableFile {
        var reader = new Reader();
        XmlFile.read("reginfo", bytes, reader);
        return new RegistrationInfo(reader.contacts);
    }

    private static final class Reader implements XmlFile.Listener {
        private final List<Contact> contacts = new ArrayList<>();
        private Map<String, String> contact = Map.of();
        private String uri = "";

        @Override
        public void opened(String name, int depth, Map<String, String> row, Place place)
                throws UnusableFile {
            if (depth == 1 && !name.equals("reginfo"))
                throw new UnusableFile(place, "expected <reginfo>, not <" + name + ">");
            if (!name.equals("contact")) return;
            contact = row;
            uri = "";
        }

        @Override
        public void closed(String name, int depth, String text) {
            if (name.equals("uri")) uri = text;
            else if (name.equals("contact") && contacts.size() < MOST)
                contacts.add(
                        new Contact(
                                uri,
                                Event.of(contact.getOrDefault("event", "")),
                                seconds(contact.getOrDefault("retry-after", ""))));
        }

        private static Duration seconds(String text) {
            boolean isNumber =
                    !text.isEmpty()
                            && text.length() <= 18
                            && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return isNumber
                    ? Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_RETRY))
                    : Duration.ZERO;
        }
    }
}
