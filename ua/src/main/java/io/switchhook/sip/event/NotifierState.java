package io.switchhook.sip.event;

/// How a subscription stands with its notifier: RFC 6665 §4.2.2, whose state `active` is the first four here. One NOTIFY
/// waits for its answer at a time.
///
/// ```
///              SUBSCRIBE
///                  | full
///                  V          answered
///             +-----------+ ------------> +---------+  pace over   +---------+
///        +--> | Notifying |               |  Pacing | -----------> | Resting |
///        |    +-----------+ <------------ +---------+              +---------+
///        |      |  |    ^    pace over, changed                        |
///   full |      |  |    +----------------------------------------------+
///        |      |  |                     changed
///        |      |  | refused: 481 ...
///        |      |  +--------------------> +------------+
///        |      | silence                 | Terminated | <--- answered, refused, silence ---+
///        |      V      too often          +------------+                                    |
///   +----------+ -------------------------------^                                           |
///   | Doubtful |                                                                            |
///   +----------+     from each of the above, when it is to end    +--------+                |
///                    ----------- terminated --------------------> | Ending | ---------------+
///                                                                 +--------+
/// ```
///
/// Silence does not end a subscription at once, as §4.2.2 would have it: a phone that is slow, or that a lost link cut off
/// for half a minute, would show what it was told last until it happens to subscribe again. It is asked again,
/// [Effects#tries] times, ever more seldom, and told everything when it answers.
///
/// docs/specs/subscriptions.md has the rows.
sealed interface NotifierState {

    /// What is to be sent once the NOTIFY under way is done.
    sealed interface Due {}

    record Nothing() implements Due {}

    record Changes() implements Due {}

    record Full() implements Due {}

    record Last(TerminationReason reason) implements Due {}

    sealed interface Event {}

    /// The resource has changed.
    record Changed() implements Event {}

    /// A SUBSCRIBE was accepted, which a NOTIFY follows at once (§4.2.1.2).
    record Subscribed() implements Event {}

    /// It is to end.
    record End(TerminationReason reason) implements Event {}

    /// The NOTIFY got a 2xx.
    record Answered() implements Event {}

    /// It got a response that ends the subscription.
    record Refused() implements Event {}

    /// It got none, or one that says nothing about the subscription.
    record Silence() implements Event {}

    enum Timer implements Event {
        /// The next NOTIFY may go.
        PACE,
        /// Whoever was silent is asked again.
        RETRY
    }

    /// How a subscription went.
    enum Departure {
        /// As it should: it was told, whether it heard it or not.
        ENDED,
        /// The subscriber does not know it, or does not want it.
        REFUSED,
        /// The subscriber was silent too often.
        ABANDONED
    }

    /// What a state has done, in the order of the calls.
    interface Effects {
        /// Sends a NOTIFY with all there is.
        void notifyFull();

        /// Sends a NOTIFY with what is new; false if nothing is.
        boolean notifyChanges();

        /// Sends the last NOTIFY.
        void notifyLast(TerminationReason reason);

        void start(Timer timer);

        /// Starts [Timer#RETRY] for the so-many-th time in a row.
        void startRetry(int failures);

        void stop(Timer timer);

        /// How often in a row a NOTIFY may meet with silence.
        int tries();

        /// Forgets the subscription.
        void remove(Departure departure);
    }

    NotifierState on(Event event, Effects fx);

    /// A new subscription.
    static NotifierState begin(Effects fx) {
        fx.notifyFull();
        return new Notifying(new Nothing(), 0);
    }

    /// A new subscription of no duration: a fetch (§4.4.3).
    static NotifierState fetch(Effects fx) {
        fx.notifyLast(TerminationReason.TIMEOUT);
        return new Ending();
    }

    /// The subscriber knows all, and may be told more at any time.
    record Resting() implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return switch (event) {
                case Changed() -> fx.notifyChanges() ? new Notifying(new Nothing(), 0) : this;
                case Subscribed() -> {
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), 0);
                }
                case End(var reason) -> {
                    fx.notifyLast(reason);
                    yield new Ending();
                }
                case Answered _, Refused _, Silence _, Timer _ -> this;
            };
        }
    }

    /// It was told a moment ago.
    record Pacing(boolean changed) implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return switch (event) {
                case Changed() -> changed ? this : new Pacing(true);
                case Subscribed() -> {
                    fx.stop(Timer.PACE);
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), 0);
                }
                case End(var reason) -> {
                    fx.stop(Timer.PACE);
                    fx.notifyLast(reason);
                    yield new Ending();
                }
                case Timer.PACE ->
                        changed && fx.notifyChanges()
                                ? new Notifying(new Nothing(), 0)
                                : new Resting();
                case Answered _, Refused _, Silence _, Timer _ -> this;
            };
        }
    }

    /// A NOTIFY is under way.
    ///
    /// @param failures how many before it met with silence, in a row
    record Notifying(Due due, int failures) implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return switch (event) {
                case Changed() -> due instanceof Nothing ? later(new Changes()) : this;
                case Subscribed() -> due instanceof Last ? this : later(new Full());
                case End(var reason) -> due instanceof Last ? this : later(new Last(reason));
                case Answered() -> answered(fx);
                case Refused() -> {
                    fx.remove(Departure.REFUSED);
                    yield new Terminated();
                }
                case Silence() -> silent(fx);
                case Timer _ -> this;
            };
        }

        private NotifierState later(Due next) {
            return new Notifying(next, failures);
        }

        private NotifierState answered(Effects fx) {
            return switch (due) {
                case Nothing() -> paced(false, fx);
                case Changes() -> paced(true, fx);
                case Full() -> {
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), 0);
                }
                case Last(var reason) -> {
                    fx.notifyLast(reason);
                    yield new Ending();
                }
            };
        }

        private static NotifierState paced(boolean changed, Effects fx) {
            fx.start(Timer.PACE);
            return new Pacing(changed);
        }

        /// Who subscribed meanwhile is there, and who wants to end is told so; others are in doubt.
        private NotifierState silent(Effects fx) {
            return switch (due) {
                case Nothing _, Changes _ -> {
                    if (failures + 1 >= fx.tries()) {
                        fx.remove(Departure.ABANDONED);
                        yield new Terminated();
                    }
                    fx.startRetry(failures + 1);
                    yield new Doubtful(failures + 1);
                }
                case Full() -> {
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), 0);
                }
                case Last(var reason) -> {
                    fx.notifyLast(reason);
                    yield new Ending();
                }
            };
        }
    }

    /// The last NOTIFY met with silence.
    record Doubtful(int failures) implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return switch (event) {
                case Subscribed() -> {
                    fx.stop(Timer.RETRY);
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), 0);
                }
                case End(var reason) -> {
                    fx.stop(Timer.RETRY);
                    fx.notifyLast(reason);
                    yield new Ending();
                }
                case Timer.RETRY -> {
                    fx.notifyFull();
                    yield new Notifying(new Nothing(), failures);
                }
                case Changed _, Answered _, Refused _, Silence _, Timer _ -> this;
            };
        }
    }

    /// The last NOTIFY of all is under way.
    record Ending() implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return switch (event) {
                case Answered _, Refused _, Silence _ -> {
                    fx.remove(Departure.ENDED);
                    yield new Terminated();
                }
                case Changed _, Subscribed _, End _, Timer _ -> this;
            };
        }
    }

    record Terminated() implements NotifierState {
        @Override
        public NotifierState on(Event event, Effects fx) {
            return this;
        }
    }

    /// Whether a SUBSCRIBE can still refresh it.
    default boolean isRefreshable() {
        return switch (this) {
            case Resting _, Pacing _, Doubtful _ -> true;
            case Notifying(var due, _) -> !(due instanceof Last);
            case Ending _, Terminated _ -> false;
        };
    }
}
