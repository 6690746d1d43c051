package io.switchhook.console;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// What is answered to a request that never becomes one of ours, since its path or its head breaks the rules of HTTP: a problem as all
/// others are.
final class UnreadRequests extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.write(true, problem(status, message, response.getHeaders()), callback);
    }

    private static ByteBuffer problem(
            int status, @Nullable String message, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        var what = message == null ? "it breaks the rules of HTTP" : message;
        var problem = RequestProblem.other(status, "The request is not served: " + what + ".");
        return ByteBuffer.wrap(Api.JSON.writeValueAsBytes(problem.json()));
    }
}
