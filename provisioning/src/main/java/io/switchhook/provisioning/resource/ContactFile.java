package io.switchhook.provisioning.resource;

import java.util.List;

/// The phone's own contacts: `local_contact.data.url`.
///
/// @param groups to which contacts belong by name
public record ContactFile(List<Group> groups, List<Contact> contacts) {
    /// The contacts that a phone takes.
    public static final int MOST = 1000;

    /// @throws IllegalArgumentException if there are more contacts than a phone takes
    public ContactFile {
        groups = List.copyOf(groups);
        contacts = List.copyOf(contacts);
        if (contacts.size() > MOST)
            throw new IllegalArgumentException("more than " + MOST + " contacts");
    }

    /// @param ring `Auto`, or a ring tone such as `Resource:Ring1.wav`
    public record Group(String name, String ring) {}

    /// @param line the account to call from, from 1; 0 for whichever is free
    /// @param group empty for none
    public record Contact(
            String name,
            String officeNumber,
            String mobileNumber,
            String otherNumber,
            int line,
            String ring,
            String group) {}

    /// People as contacts of one group: their first number is that of the office, the second the mobile one.
    ///
    /// @param people at most [#MOST]; who has no number is left out
    public static ContactFile of(Group group, List<PhoneBook.Entry> people) {
        var contacts =
                people.stream()
                        .filter(it -> !it.numbers().isEmpty())
                        .map(it -> contact(group, it))
                        .toList();
        return new ContactFile(List.of(group), contacts);
    }

    private static Contact contact(Group group, PhoneBook.Entry entry) {
        var numbers = entry.numbers();
        return new Contact(
                entry.name(),
                numbers.getFirst(),
                numbers.size() > 1 ? numbers.get(1) : "",
                numbers.size() > 2 ? numbers.get(2) : "",
                0,
                "Auto",
                group.name());
    }

    /// Two elements one behind the other, as the makers have it: this file has no root.
    public String xml() {
        var xml = new Xml().begin("root_group");
        for (var group : groups)
            xml.row("group", "display_name", group.name(), "ring", group.ring());
        xml.end().begin("root_contact");
        for (var contact : contacts)
            xml.row(
                    "contact",
                    "display_name",
                    contact.name(),
                    "office_number",
                    contact.officeNumber(),
                    "mobile_number",
                    contact.mobileNumber(),
                    "other_number",
                    contact.otherNumber(),
                    "line",
                    Integer.toString(contact.line() - 1),
                    "ring",
                    contact.ring(),
                    "group_id_name",
                    contact.group());
        return xml.end().text();
    }
}
