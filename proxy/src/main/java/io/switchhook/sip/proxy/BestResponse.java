package io.switchhook.sip.proxy;

import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusClass;
import io.switchhook.sip.message.StatusCode;
import java.util.List;
import java.util.Optional;

/// Which of the final responses goes back to the caller: RFC 3261 §16.7 items 6 and 7.
///
/// | class | order |
/// |---|---|
/// | 6xx | before all others |
/// | 3xx | before 4xx |
/// | 4xx | what the caller can act upon (401, 407, 415 ...), busy, the rest, nobody there, plumbing (408, 430) |
/// | 5xx | 503 behind all others; alone it becomes a 500 |
final class BestResponse {
    private BestResponse() {}

    /// The best one, the earlier of two equal ones; with the challenges of all 401 and 407 in it (item 7), and never
    /// a 503. Empty if there is none to choose from.
    static Optional<Response> of(List<Response> finals) {
        Response best = null;
        for (var response : finals)
            if (best == null || rank(response.status()) < rank(best.status())) best = response;
        if (best == null) return Optional.empty();
        return Optional.of(
                switch (best.status().value()) {
                    case 401, 407 -> withAllChallenges(best, finals);
                    case 503 -> asServerError(best);
                    default -> best;
                });
    }

    /// Whether a phone said it: who hears that one is busy does not want to wait for one that is silent.
    static boolean isOfPhone(StatusCode status) {
        return switch (status.value()) {
            case 408, 430, 480, 503 -> false;
            default -> true;
        };
    }

    static boolean isBusy(StatusCode status) {
        return status.value() == 486 || status.value() == 600;
    }

    /// The lower, the better.
    static int rank(StatusCode status) {
        return order(status.statusClass()) * 10 + orderWithinClass(status.value());
    }

    private static int order(StatusClass statusClass) {
        return switch (statusClass) {
            case SUCCESS -> 0;
            case GLOBAL_FAILURE -> 1;
            case REDIRECTION -> 2;
            case CLIENT_ERROR -> 3;
            case SERVER_ERROR -> 4;
            case PROVISIONAL -> 5;
        };
    }

    private static int orderWithinClass(int status) {
        return switch (status) {
            case 401, 407 -> 0;
            case 402, 405, 406, 413, 414, 415, 416, 420, 421, 422, 423, 484, 485, 488, 493, 494 ->
                    1;
            case 486 -> 2;
            case 404, 410, 480, 481, 487 -> 4;
            case 408, 430, 503 -> 5;
            default -> 3;
        };
    }

    private static Response withAllChallenges(Response best, List<Response> finals) {
        return best.with(h -> {
            for (var other : finals) {
                int status = other.status().value();
                if (other == best || (status != 401 && status != 407)) continue;
                h.copy(other.headers(), Known.WWW_AUTHENTICATE);
                h.copy(other.headers(), Known.PROXY_AUTHENTICATE);
            }
            return h;
        });
    }

    /// A 503 says that the sender of the response serves nobody at all, which is not what happened here.
    private static Response asServerError(Response unavailable) {
        var headers = unavailable.headers().with(h -> h.remove(Known.RETRY_AFTER));
        return Response.of(StatusCode.SERVER_INTERNAL_ERROR, headers, unavailable.body());
    }
}
