package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The phone's own contacts.
///
/// @param groups in the file's order
/// @param contacts at most 1000, in the file's order
public record Contacts(List<Group> groups, List<Contact> contacts) {
    private static final int MOST = 1000;

    public Contacts {
        groups = List.copyOf(groups);
        contacts = List.copyOf(contacts);
    }

    /// @param ring such as `Auto` or `Resource:Ring1.wav`
    public record Group(String name, String ring) {}

    /// @param line the account to call from, from 1; 0 for whichever is free
    /// @param group the name of its group; empty for none
    public record Contact(
            String name,
            String officeNumber,
            String mobileNumber,
            String otherNumber,
            int line,
            String ring,
            String group) {}

    /// Reads `<root_group>` with `<group …/>` and `<root_contact>` with `<contact …/>`, which stand one behind the other
    /// without a common root, or under one.
    ///
    /// @throws UnusableFile if it is no such file
    public static Contacts read(String name, byte[] bytes) throws UnusableFile {
        var rows = new Rows();
        XmlFile.readParts(name, bytes, rows);
        if (!rows.isContacts)
            throw new UnusableFile(new Place(name, 0), "neither <root_group> nor <root_contact>");
        return new Contacts(rows.groups, rows.contacts);
    }

    private static final class Rows implements XmlFile.Listener {
        private final List<Group> groups = new ArrayList<>();
        private final List<Contact> contacts = new ArrayList<>();
        private boolean isContacts;

        @Override
        public void opened(String name, int depth, Map<String, String> row, Place place)
                throws UnusableFile {
            switch (name) {
                case "root_group", "root_contact" -> isContacts = true;
                case "group" -> {
                    if (groups.size() < MOST) groups.add(group(row));
                }
                case "contact" -> {
                    if (contacts.size() == MOST)
                        throw new UnusableFile(place, "more than " + MOST + " contacts");
                    contacts.add(contact(row));
                }
                default -> {
                    // what holds them
                }
            }
        }

        @Override
        public void closed(String name, int depth, String text) {}

        private static Group group(Map<String, String> row) {
            return new Group(
                    row.getOrDefault("display_name", ""), row.getOrDefault("ring", "Auto"));
        }

        private static Contact contact(Map<String, String> row) {
            return new Contact(
                    row.getOrDefault("display_name", ""),
                    row.getOrDefault("office_number", ""),
                    row.getOrDefault("mobile_number", ""),
                    row.getOrDefault("other_number", ""),
                    line(row.getOrDefault("line", "-1")),
                    row.getOrDefault("ring", "Auto"),
                    row.getOrDefault("group_id_name", ""));
        }

        /// The file counts from 0, and has -1 for whichever is free.
        private static int line(String text) {
            return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) + 1 : 0;
        }
    }
}
