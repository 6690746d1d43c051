package io.switchhook.sip.auth;

/// What the user name of a digest stands for. A phone may have one of its own, so that it is told apart from the other phones of
/// its account.
public interface Login {
    /// The user that somebody is who proves to know it.
    String account();

    /// Of the user name in the credentials, not of [#account].
    Ha1s ha1s();

    /// Told each time that somebody has proved to know it. On a shard, so it must not block.
    default void proven() {}

    /// Where accounts log in under their own names.
    static Login of(String account, Ha1s ha1s) {
        record Own(String account, Ha1s ha1s) implements Login {}
        return new Own(account, ha1s);
    }
}
