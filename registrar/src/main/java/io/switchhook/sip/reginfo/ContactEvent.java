package io.switchhook.sip.reginfo;

/// What brought a contact into its state: RFC 3680 §4.7.1, figure 2.
enum ContactEvent {
    /// A REGISTER made it.
    REGISTERED,
    /// Somebody made it without a REGISTER.
    CREATED,
    /// A REGISTER refreshed it.
    REFRESHED,
    /// It will end earlier than its REGISTER was told.
    SHORTENED,
    /// Its time ran out.
    EXPIRED,
    /// It was taken away; the phone is to register again.
    DEACTIVATED,
    /// It was taken away; the phone is to register again later.
    PROBATION,
    /// A REGISTER removed it.
    UNREGISTERED,
    /// It was taken away; the phone is not to register again.
    REJECTED;

    /// Whether the contact is gone.
    boolean isTerminal() {
        return switch (this) {
            case REGISTERED, CREATED, REFRESHED, SHORTENED -> false;
            case EXPIRED, DEACTIVATED, PROBATION, UNREGISTERED, REJECTED -> true;
        };
    }

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
