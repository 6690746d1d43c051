package io.switchhook.provisioning.form;

/// Bytes that are no configuration file, or more of them than anybody needs.
public final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableFile(String message) {
        super(message);
    }
}
