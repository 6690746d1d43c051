package io.switchhook.provisioning.resource;

import java.util.random.RandomGenerator;

/// The key of the configuration files of one phone, or of all of a model: `auto_provision.aes_key_16.mac` and
/// `auto_provision.aes_key_16.com`. Its characters are the key, byte for byte.
///
/// @param text 16 characters, each a letter, a digit or one of `#$%*+,-.:=?@[]^_{}~`
public record FileKey(String text) {
    private static final int LENGTH = 16;
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// @throws IllegalArgumentException if it is none; the message does not show it
    public FileKey {
        if (!text.matches("[A-Za-z0-9#$%*+,\\-.:=?@\\[\\]^_{}~]{" + LENGTH + "}"))
            throw new IllegalArgumentException(
                    "a key of files has 16 letters, digits or characters of #$%*+,-.:=?@[]^_{}~");
    }

    /// A new one of letters and digits, which no form of configuration file takes for anything else: 95 bits.
    ///
    /// @param random one that nobody can guess, such as [java.security.SecureRandom]
    public static FileKey generate(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++)
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return new FileKey(text.toString());
    }

    /// Without the key.
    @Override
    public String toString() {
        return "FileKey";
    }
}
