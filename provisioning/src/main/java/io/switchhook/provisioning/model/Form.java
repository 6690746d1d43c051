package io.switchhook.provisioning.model;

/// A form of configuration files.
public enum Form {
    /// `[ section ]`, `path = /config/…`, `key = value`: firmware up to version 61 or so.
    M1,

    /// `#!version:1.0.0.1`, then `name.part.key = value`: firmware from version 70 on.
    M7,

    /// The same, named by a file that ends in `.boot`: current firmware, from version 81 on.
    BOOT;

    /// The first line of the newer forms, to the letter: without it a phone takes nothing from the file.
    public static final String VERSION_LINE = "#!version:1.0.0.1";
}
