package io.switchhook.sip.auth;

import io.switchhook.sip.message.Request;

/// Hears who proved who they are, and who did not. Called on the thread that authenticates, so what it does must be short
/// and must not block.
///
/// Neither missing credentials nor a nonce that is not good are told here: both are what an honest phone does every day.
public interface DigestEvents {
    /// For those who do not want to know.
    DigestEvents NONE = new DigestEvents() {};

    /// The request is from this user.
    ///
    /// @param source the address it came from, in text
    default void proven(Request request, String source, String user) {}

    /// A challenge that was given to this very source not long ago was answered with the wrong digest, or in the name of
    /// a user that does not exist.
    ///
    /// @param source the address it came from, in text; nobody can have sent it from another
    /// @param user whom the credentials stand for; if for nobody, the name in them: any text
    default void wrong(Request request, String source, String user) {}
}
