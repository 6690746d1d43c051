package io.switchhook.sip.auth;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.message.Request;
import java.util.List;

/// Hears who proved who they are, and who did not. Called on the thread that authenticates, so what it does must be short
/// and must not block.
///
/// Being challenged is no offence: missing credentials and a nonce that is too old are what an honest phone does every day.
public interface DigestEvents {
    /// For those who do not want to know.
    DigestEvents NONE = new DigestEvents() {};

    /// The request is from this user.
    ///
    /// @param source the address it came from, in text
    /// @param by what the digest was made with
    default void proven(Request request, String source, String user, DigestAlgorithm by) {}

    /// Credentials are asked for.
    ///
    /// @param why what is wrong with those that are there
    /// @param algorithms that are offered
    default void challenged(
            Request request,
            Remark.Credentials why,
            String realm,
            List<DigestAlgorithm> algorithms) {}

    /// A challenge that was given to this very source not long ago was answered with the wrong digest, or in the name of
    /// a user that does not exist.
    ///
    /// @param source the address it came from, in text; nobody can have sent it from another
    /// @param user as the credentials name him: any text
    default void wrong(Request request, String source, String user) {}
}
