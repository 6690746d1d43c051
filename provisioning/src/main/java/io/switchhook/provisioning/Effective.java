package io.switchhook.provisioning;

import io.switchhook.provisioning.form.Assignment;
import io.switchhook.provisioning.model.Value;
import java.util.List;

/// A value that counts, with its origin.
///
/// @param name such as `account.1.ptime`
/// @param overruled what others had set, the one that would count next first
public record Effective(String name, Value value, Origin origin, List<Overruled> overruled) {
    public Effective {
        overruled = List.copyOf(overruled);
    }

    /// A value that does not count, because a later origin has another.
    public record Overruled(Value value, Origin origin) {}

    Assignment assignment() {
        return new Assignment(name, value);
    }
}
