package io.switchhook.provisioning.resource;

/// A file that no phone could be given: what is wrong with it, and what to do.
///
/// It carries no stack trace: a file that is of no use is an expected event.
public final class UnusableResource extends Exception {
    private static final long serialVersionUID = 1;

    UnusableResource(String message) {
        super(message, null, false, false);
    }
}
