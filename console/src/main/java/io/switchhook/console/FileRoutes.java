package io.switchhook.console;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import io.switchhook.console.FilesView.Purpose;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The rows of the API about files that phones fetch besides their configuration, and about devices as rows of a spreadsheet.
final class FileRoutes {
    private static final String CSV = "text/csv";

    private final FilesView files;
    private final Guard guard;

    /// A picture of a camera takes some 100 MB to be decoded, so one is at a time.
    private final Semaphore uploads = new Semaphore(1);

    FileRoutes(FilesView files, Guard guard) {
        this.files = files;
        this.guard = guard;
    }

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/files", Role.VIEWER, this::list),
                Route.of(PUT, "/files/{name}", Role.ADMIN, this::put)
                        .taking("application/octet-stream"),
                Route.of(DELETE, "/files/{name}", Role.ADMIN, this::remove),
                Route.of(GET, "/devices.csv", Role.VIEWER, this::devices),
                Route.of(POST, "/devices.csv", Role.ADMIN, this::load).taking(CSV));
    }

    private String by(Context context) {
        return guard.require(context).user();
    }

    private void list(Context context) throws Refusal, IOException {
        Api.answer(context, Map.of("items", files.files()));
    }

    private interface Work<T> {
        T done() throws Refusal, IOException;
    }

    private <T> T alone(Work<T> work) throws Refusal, IOException {
        if (!uploads.tryAcquire())
            throw RequestProblem.busy("Somebody else uploads a file; try again in a moment.");
        try {
            return work.done();
        } finally {
            uploads.release();
        }
    }

    private void put(Context context) throws Refusal, IOException {
        var in = new Parameters(context, Set.of("use", "model"));
        var word = in.text("use");
        var purpose =
                Purpose.of(word.isEmpty() ? "file" : word)
                        .orElseThrow(() ->
                                RequestProblem.invalid(
                                        "'%s' is no use; allowed are %s."
                                                .formatted(
                                                        word,
                                                        String.join(
                                                                ", ",
                                                                Arrays.stream(Purpose.values())
                                                                        .map(Purpose::toString)
                                                                        .toList()))));
        var name = context.pathParam("name");
        var kept =
                alone(() ->
                        files.put(
                                name,
                                purpose,
                                in.text("model"),
                                context.bodyInputStream(),
                                by(context)));
        Api.answer(context, kept);
    }

    private void remove(Context context) throws Refusal, IOException {
        files.remove(context.pathParam("name"), by(context));
        context.status(204);
    }

    private void devices(Context context) throws Refusal {
        context.contentType(CSV + "; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"devices.csv\"")
                .result(files.devices());
    }

    private void load(Context context) throws Refusal, IOException {
        var in = new Parameters(context, Set.of("apply"));
        var apply = in.text("apply");
        if (!Set.of("", "true", "false").contains(apply))
            throw RequestProblem.invalid("'" + apply + "' is neither true nor false.");
        Api.answer(
                context,
                alone(() ->
                        files.load(context.bodyInputStream(), apply.equals("true"), by(context))));
    }
}
