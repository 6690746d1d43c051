package io.switchhook.sip.event;

/// A subscription as a package sees it. For any thread; quick, and never throws.
public interface Audience {
    /// Something changed: sooner or later [Publication#changes] is asked. Many changes may be asked for at once.
    void changed();

    /// There will be nothing more to tell: the subscription ends.
    void ended(TerminationReason reason);
}
