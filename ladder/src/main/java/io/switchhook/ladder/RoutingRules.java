package io.switchhook.ladder;

import static io.switchhook.ladder.Rule.fault;
import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.told;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Remark.DoNotDisturb;
import io.switchhook.ladder.Remark.Forwarded;
import io.switchhook.ladder.Remark.NoBinding;
import io.switchhook.ladder.Remark.Redirected;
import io.switchhook.ladder.Remark.Refused;
import io.switchhook.ladder.Remark.UnknownUser;
import java.util.List;

/// Where the server found nobody to ask.
final class RoutingRules {
    private RoutingRules() {}

    /// Before what phones say.
    static final List<Rule> TABLE =
            List.of(
                    fault(
                            "loop",
                            when(
                                    it ->
                                            it.failedWith(482)
                                                    || it.failed()
                                                            && it.has(Remark.LoopDetected.class),
                                    it -> "the call to " + it.callee() + " goes round in a circle"),
                            "Look at the forwards on the way, of phones and of people: two of them send the call to each other."),
                    fault(
                            "too-many-hops",
                            when(
                                    it ->
                                            it.failedWith(483)
                                                    || it.failed()
                                                            && it.has(Remark.TooManyHops.class),
                                    it ->
                                            "the call to "
                                                    + it.callee()
                                                    + " went over too many servers"),
                            "Look for servers that send the call to each other."),
                    fault(
                            "too-many-phones",
                            when(
                                    it -> it.failedWith(440),
                                    it ->
                                            "more phones of "
                                                    + it.callee()
                                                    + " would have to ring than may"),
                            "Take away old registrations of this user, or forwards of one group to another."),
                    hint(
                            "do-not-disturb-set",
                            told(
                                    DoNotDisturb.class,
                                    Evidence::failed,
                                    it -> it.user() + " does not want to be disturbed"),
                            "Switch it off, if that was not meant: switchhook account dnd USER off."),
                    fault(
                            "forwarded-to-nowhere",
                            told(
                                    Forwarded.class,
                                    it ->
                                            it.failed()
                                                    && (it.has(UnknownUser.class)
                                                            || it.has(NoBinding.class)),
                                    it ->
                                            "calls of "
                                                    + it.user()
                                                    + " are forwarded to "
                                                    + it.target()
                                                    + ", where nobody can be reached"),
                            "Correct the forward: switchhook account forward USER, or at the console under People."),
                    fault(
                            "forward-to-nowhere",
                            told(
                                    Redirected.class,
                                    it ->
                                            it.failed()
                                                    && (it.has(UnknownUser.class)
                                                            || it.has(NoBinding.class)),
                                    it ->
                                            "the phone that was called forwards to "
                                                    + String.join(", ", it.contacts())
                                                    + ", where nobody can be reached"),
                            "Correct the forward at the phone."),
                    fault(
                            "unknown-user",
                            told(
                                    UnknownUser.class,
                                    Evidence::failed,
                                    it -> "nobody is called " + it.user() + " here"),
                            "Check the number that was dialed; to make it one: switchhook account add USER."),
                    fault(
                            "not-registered",
                            told(
                                    NoBinding.class,
                                    Evidence::failed,
                                    it -> "no phone of " + it.user() + " is registered"),
                            "Look whether the phone is on, and at its registration: switchhook trace --account USER."),
                    hint(
                            "forward-set",
                            told(
                                    Redirected.class,
                                    it -> it.status() >= 300 && it.status() < 400,
                                    it ->
                                            "a forward is set at the phone: the caller is told to call "
                                                    + String.join(", ", it.contacts())),
                            "If the caller cannot do that, set 'redirects' to 'recurse', so that the server does."),
                    fault(
                            "refused",
                            told(
                                    Refused.class,
                                    it -> it.failed() && !it.isVerdictOfPhone(),
                                    it ->
                                            "refused with "
                                                    + it.status()
                                                    + ": "
                                                    + it.why()
                                                    + (it.rule().isEmpty()
                                                            ? ""
                                                            : " (" + it.rule() + ")")),
                            "The rule that is named says who may do what."));
}
