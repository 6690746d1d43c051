package io.switchhook.pbx.route;

/// How a call goes with which nothing is wrong, and what is said of it.
enum Course {
    ANSWERED("nothing-wrong"),
    ANSWERED_AT_ONCE("nothing-wrong"),
    ENDED_BY_CALLEE("nothing-wrong"),
    BOTH_HANG_UP("nothing-wrong"),
    LONG("nothing-wrong"),
    HELD("nothing-wrong"),
    BOTH_CHANGE_IT("nothing-wrong"),
    EARLY_MEDIA("nothing-wrong"),
    LATE_OFFER("nothing-wrong"),
    CANDIDATES("nothing-wrong"),
    SENT_AGAIN("nothing-wrong"),
    SLOW_ACK("nothing-wrong"),
    FORKED("nothing-wrong"),
    ONE_OF_TWO_BUSY("nothing-wrong"),
    FORWARDED("nothing-wrong"),
    HANDED_OVER("nothing-wrong"),
    MESSAGE("nothing-wrong"),
    REGISTERED_AGAIN("nothing-wrong"),
    CANCELED_TOO_LATE("nothing-wrong"),
    BUSY("busy"),
    DECLINED("declined"),
    GIVEN_UP("caller-gave-up"),
    GIVEN_UP_EARLY("caller-gave-up"),
    UNANSWERED("nobody-answered");

    final String verdict;

    Course(String verdict) {
        this.verdict = verdict;
    }
}
