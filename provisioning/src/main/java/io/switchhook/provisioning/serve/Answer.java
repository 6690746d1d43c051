package io.switchhook.provisioning.serve;

/// What becomes of a [FileRequest].
sealed interface Answer {
    /// @param type the media type
    record Found(byte[] bytes, String type) implements Answer {}

    /// There is no such file, or not for who asks: nobody learns which.
    record NotFound() implements Answer {}

    /// Too many questions from that address.
    record Busy() implements Answer {}

    /// More is asked for at this moment than can be made.
    record Full() implements Answer {}

    /// By a fault of this side.
    record Failed() implements Answer {}
}
