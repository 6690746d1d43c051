package io.switchhook.provisioning.rollout;

import java.time.Instant;

/// How far a device is. A record to be saved, and read after a restart; one of which nothing was saved waits.
public sealed interface Progress {
    /// It is to be told.
    ///
    /// @param attempts how often it was told before
    record Waiting(int attempts) implements Progress {}

    /// It was told, and nothing was heard of it.
    ///
    /// @param attempt from 1
    record Told(Instant at, int attempt) implements Progress {}

    /// It has the new file, and has not registered yet.
    record Fetched(Instant told, int attempt) implements Progress {}

    /// It has come back.
    record Back(Instant told) implements Progress {}

    /// It could not be told, for it is not registered. It gets the new release when it asks by itself.
    record Away(Instant told) implements Progress {}

    /// It did not come back in time, however often it was told. It gets its old release when it asks.
    record Failed(Instant told) implements Progress {}

    /// There is no such device any more.
    record Removed() implements Progress {}

    /// Whether it is given the new release. Who was told once is, or a phone would change back and forth.
    default boolean hasNew() {
        return switch (this) {
            case Waiting(int attempts) -> attempts > 0;
            case Told _, Fetched _, Back _, Away _ -> true;
            case Failed _, Removed _ -> false;
        };
    }

    /// Whether it was told and is waited for.
    default boolean isOut() {
        return switch (this) {
            case Told _, Fetched _ -> true;
            case Waiting _, Back _, Away _, Failed _, Removed _ -> false;
        };
    }

    /// When it was told last; the beginning of time if it never was, or is of no interest.
    default Instant told() {
        return switch (this) {
            case Told(var at, _) -> at;
            case Fetched(var at, _) -> at;
            case Back(var at) -> at;
            case Away(var at) -> at;
            case Failed(var at) -> at;
            case Waiting _, Removed _ -> Instant.MIN;
        };
    }
}
