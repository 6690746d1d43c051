package io.switchhook.sip.auth;

import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import java.util.List;

/// What a [DigestAuthenticator] says of a request.
public sealed interface Verdict {

    /// The request is from this user.
    ///
    /// @param user whom the credentials stand for, see [Login#account]
    record Authenticated(String user) implements Verdict {}

    /// It is not known from whom the request is: ask.
    ///
    /// @param challenges in the order of their lines, most preferred first (RFC 8760 §2.3)
    /// @param stale whether the password was right and only the nonce was not
    /// @param reason for the log, never for the wire: it tells more than the sender may know
    record Challenged(Role role, List<Challenge> challenges, boolean stale, String reason)
            implements Verdict {
        public Challenged {
            challenges = List.copyOf(challenges);
        }

        /// Adds the challenges to a response, one line each.
        public Headers.Editor addTo(Headers.Editor edits) {
            for (var challenge : challenges) edits.add(role.challenge(), challenge);
            return edits;
        }

        /// The 401 or 407.
        public Response answer(Request request, String toTag) {
            return Response.to(request, role.status(), toTag).with(this::addTo);
        }
    }

    /// The credentials break the grammar or the rules of RFC 7616 §3.4.
    ///
    /// @param reason in a form that can be a reason phrase
    record BadRequest(String reason) implements Verdict {
        /// The 400.
        public Response answer(Request request, String toTag) {
            return Response.to(
                    request, StatusCode.BAD_REQUEST, "Bad Request (" + reason + ")", toTag);
        }
    }
}
