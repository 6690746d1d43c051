package io.switchhook.phone.settings;

import java.util.Optional;

/// What a key does: the number in `memorykey.N.type` and its like.
public enum KeyType {
    CONFERENCE(1),
    FORWARD(2),
    TRANSFER(3),
    HOLD(4),
    DND(5),
    REDIAL(6),
    CALL_RETURN(7),
    SMS(8),
    PICKUP(9),
    PARK(10),
    DTMF(11),
    VOICE_MAIL(12),
    SPEED_DIAL(13),
    INTERCOM(14),
    LINE(15),
    BLF(16),
    URL(17),
    GROUP_LISTENING(18),
    PUBLIC_HOLD(19),
    PRIVATE_HOLD(20),
    SHARED_LINE(21),
    XML_GROUP(22),
    GROUP_PICKUP(23),
    PAGING(24),
    RECORD(25),
    XML_BROWSER(27),
    HISTORY(28),
    DIRECTORY(29),
    MENU(30),
    NEW_SMS(32),
    STATUS(33),
    HOT_DESKING(34),
    URL_RECORD(35),
    SWITCH(37),
    LDAP(38),
    BLF_LIST(39),
    PREFIX(40),
    ZERO_TOUCH(41),
    ACD(42),
    LOCAL_BOOK(43),
    LOCAL_GROUP(45),
    BROADSOFT_GROUP(46),
    XML_BOOK(47),
    ACCOUNT_UP(48),
    ACCOUNT_DOWN(49),
    KEYPAD_LOCK(50);

    private final int code;

    KeyType(int code) {
        this.code = code;
    }

    /// The number in the files.
    public int code() {
        return code;
    }

    /// Nothing for 0, a key without a meaning, and for numbers that no type has.
    static Optional<KeyType> of(int code) {
        for (var type : values()) if (type.code == code) return Optional.of(type);
        return Optional.empty();
    }
}
