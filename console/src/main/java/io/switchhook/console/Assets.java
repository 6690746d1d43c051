package io.switchhook.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The page as the build left it in the jar, below `/console/`.
final class Assets {
    private static final String FOLDER = "/console/";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");

    private Assets() {}

    static void page(Context context) throws IOException {
        context.header("Cache-Control", "no-cache");
        if (send(context, "index.html")) return;
        context.contentType("text/plain; charset=utf-8")
                .result(
                        """
                        Switchhook

                        /health   is all well?
                        /metrics  for Prometheus
                        /api/v1/openapi.yaml  the API

                        The console's page is not here, because node and npm were missing when this was built.
                        Install them (Debian: apt install nodejs npm) and build again.
                        """);
    }

    /// A file whose name changes with what is in it, so browsers may keep it.
    static void asset(Context context) throws IOException {
        var name = context.pathParam("name");
        context.header("Cache-Control", "public, max-age=31536000, immutable");
        if (!isName(name) || !send(context, "assets/" + name)) {
            context.header("Cache-Control", "no-store");
            throw RequestProblem.missing("There is no such file; reload the page.");
        }
    }

    private static boolean send(Context context, String path) throws IOException {
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(FOLDER + path)) {
            if (in == null || type == null) return false;
            context.contentType(type).result(in.readAllBytes());
            return true;
        }
    }

    /// Letters, digits, hyphens, underscores and single dots: no way out of the folder.
    private static boolean isName(String name) {
        return name.matches("[A-Za-z0-9_-]{1,80}(\\.[A-Za-z0-9_-]{1,80}){1,3}");
    }
}
