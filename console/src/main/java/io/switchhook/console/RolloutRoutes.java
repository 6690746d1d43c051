package io.switchhook.console;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import io.javalin.http.Context;
import io.switchhook.console.RolloutView.Step;
import java.util.List;
import java.util.Map;

/// The rows of the API about the roll-out that is under way.
record RolloutRoutes(RolloutView rollouts, Guard guard) {

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/rollouts", Role.VIEWER, this::rollouts),
                Route.of(POST, "/rollouts/pause", Role.ADMIN, it -> take(it, Step.PAUSE)),
                Route.of(POST, "/rollouts/resume", Role.ADMIN, it -> take(it, Step.RESUME)),
                Route.of(POST, "/rollouts/abort", Role.ADMIN, it -> take(it, Step.ABORT)));
    }

    private void rollouts(Context context) {
        Api.answer(context, Map.of("items", rollouts.rollout().stream().toList()));
    }

    private void take(Context context, Step step) throws Refusal {
        Api.answer(context, rollouts.take(step, guard.require(context).user()));
    }
}
