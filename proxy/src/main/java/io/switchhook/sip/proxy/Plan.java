package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import java.util.List;
import java.util.function.UnaryOperator;

/// How a request is to be forwarded: what a [Router] said about it, or what a token of ours says.
///
/// @param request after validation and route processing
/// @param keepsRoutes whether the Route values left in it may be followed: with a token of ours alone, lest this be an
///     open relay
/// @param unreachable the answer where the way to a target is gone
/// @param edits what the router wants changed
/// @param later where further targets may come from
/// @param forwarding where the call goes if no target takes it
/// @param disposition how the caller wants it treated
/// @param preferences which targets he prefers
record Plan(
        Request request,
        List<Target> targets,
        boolean keepsRoutes,
        boolean recurses,
        StatusCode unreachable,
        UnaryOperator<Headers.Editor> edits,
        LaterTargets later,
        Forwarding forwarding,
        Disposition disposition,
        CallerPreferences preferences) {

    /// A request outside a dialog. What a phone is told about a flow that died is that the user is not there.
    static Plan fork(Request request, Route.Fork fork, Disposition disposition) {
        return new Plan(
                request,
                fork.targets(),
                false,
                fork.recurse() && disposition.recurses(),
                StatusCode.TEMPORARILY_UNAVAILABLE,
                fork.edits(),
                disposition.forks() ? fork.later() : LaterTargets.NONE,
                fork.forwarding(),
                disposition,
                CallerPreferences.of(request));
    }

    /// A request in a dialog.
    static Plan relay(Request request, Target target, StatusCode unreachable) {
        return new Plan(
                request,
                List.of(target),
                true,
                false,
                unreachable,
                UnaryOperator.identity(),
                LaterTargets.NONE,
                Forwarding.NONE,
                Disposition.USUAL,
                CallerPreferences.NONE);
    }
}
