package io.switchhook.provisioning.resource;

import java.util.List;

/// Who can be called, as the directory knows it. Asked by many threads at a time.
public interface People {
    /// Another number whenever somebody came, went or changed.
    long version();

    /// All of them, in any order. Who has no number is left out.
    List<PhoneBook.Entry> entries();
}
