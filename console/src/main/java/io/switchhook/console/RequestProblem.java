package io.switchhook.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Why a request is not served, as RFC 9457 writes it.
final class RequestProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final long retryAfter;

    /// @param advice what is wrong and what to do, in a sentence
    private RequestProblem(int status, String title, String advice, long retryAfter) {
        super(advice, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    static RequestProblem invalid(String advice) {
        return new RequestProblem(400, "Not understood", advice, -1);
    }

    static RequestProblem notLoggedIn(String advice) {
        return new RequestProblem(401, "Not logged in", advice, -1);
    }

    static RequestProblem forbidden(String advice) {
        return new RequestProblem(403, "Not allowed", advice, -1);
    }

    static RequestProblem missing(String advice) {
        return new RequestProblem(404, "Not found", advice, -1);
    }

    static RequestProblem conflict(String advice) {
        return new RequestProblem(409, "Not possible now", advice, -1);
    }

    /// @param seconds after which it may be tried again
    static RequestProblem tooMany(String advice, long seconds) {
        return new RequestProblem(429, "Too many", advice, seconds);
    }

    static RequestProblem busy(String advice) {
        return new RequestProblem(503, "Busy", advice, 5);
    }

    static RequestProblem failed() {
        return new RequestProblem(
                500, "Failed", "The server has made a mistake; its log says which.", -1);
    }

    static RequestProblem other(int status, String advice) {
        return new RequestProblem(status, "Not served", advice, -1);
    }

    int status() {
        return status;
    }

    OptionalLong retryAfter() {
        return retryAfter < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfter);
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", status);
        json.put("detail", String.valueOf(getMessage()));
        return json;
    }
}
