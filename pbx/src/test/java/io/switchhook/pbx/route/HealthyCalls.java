package io.switchhook.pbx.route;

import io.switchhook.sip.header.Method;

/// Calls of one office, none of which has anything wrong with it; each takes another [Course].
final class HealthyCalls {
    private final HealthyOffice office;
    private final AnsweredCalls answered;
    private final ChangedCalls changed;
    private final ForkedCalls forked;
    private final UnansweredCalls unanswered;

    HealthyCalls(HealthyOffice office) {
        this.office = office;
        answered = new AnsweredCalls(office);
        changed = new ChangedCalls(office);
        forked = new ForkedCalls(office);
        unanswered = new UnansweredCalls(office);
    }

    void play(Course course) {
        office.begins(course);
        switch (course) {
            case ANSWERED -> answered.answered();
            case ANSWERED_AT_ONCE -> answered.answeredAtOnce();
            case ENDED_BY_CALLEE -> answered.endedByCallee();
            case BOTH_HANG_UP -> answered.bothHangUp();
            case LONG -> answered.goesOnForLong();
            case HELD -> changed.held();
            case BOTH_CHANGE_IT -> changed.bothChangeIt();
            case EARLY_MEDIA -> answered.earlyMedia();
            case LATE_OFFER -> answered.lateOffer();
            case CANDIDATES -> answered.candidates();
            case SENT_AGAIN -> answered.sentAgain();
            case SLOW_ACK -> answered.slowAck();
            case FORKED -> forked.forked();
            case ONE_OF_TWO_BUSY -> forked.oneOfTwoIsBusy();
            case FORWARDED -> forked.forwarded();
            case HANDED_OVER -> changed.handedOver();
            case MESSAGE -> message();
            case REGISTERED_AGAIN -> office.register(office.desk, "bob");
            case CANCELED_TOO_LATE -> unanswered.canceledTooLate();
            case BUSY -> unanswered.busy();
            case DECLINED -> unanswered.declined();
            case GIVEN_UP -> unanswered.givenUp();
            case GIVEN_UP_EARLY -> unanswered.givenUpEarly();
            case UNANSWERED -> unanswered.unanswered();
        }
        office.settle();
    }

    private void message() {
        office.send(
                office.alice, office.alice.request(Method.MESSAGE, "sip:bob@example.com"), "alice");
        office.desk.reply(office.desk.expect(Method.MESSAGE), 200);
        office.alice.expect(200, Method.MESSAGE);
    }
}
