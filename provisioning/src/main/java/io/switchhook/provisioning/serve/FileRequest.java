package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.resource.RemotePhoneBook.Question;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Somebody asks for a file.
///
/// @param scheme how it came
/// @param local the address of this host that it came to
/// @param token of the path; empty for none
/// @param name the last part of the path; any text
/// @param question what is looked for in a phone book
/// @param url without parameters; empty if it has none, as over TFTP
/// @param certificate whose certificate the connection has, if it is that of a device
record FileRequest(
        Scheme scheme,
        Asker asker,
        InetAddress local,
        String token,
        String name,
        Question question,
        String url,
        Optional<Mac> certificate) {
    private static final Question NOTHING = new Question("", "");

    /// `/t/TOKEN/` comes before the name of a file.
    private static final Pattern WITH_TOKEN = Pattern.compile("/?t/([a-z0-9]{1,64})/(.*)");

    /// @param path as it came, escapes and all
    static FileRequest of(
            Scheme scheme, Asker asker, InetAddress local, String path, Optional<Mac> certificate) {
        var parts = WITH_TOKEN.matcher(path);
        if (parts.matches())
            return new FileRequest(
                    scheme, asker, local, parts.group(1), parts.group(2), NOTHING, "", certificate);
        String name = path.startsWith("/") ? path.substring(1) : path;
        return new FileRequest(scheme, asker, local, "", name, NOTHING, "", certificate);
    }

    /// The same, of who looks for somebody in a phone book.
    FileRequest asking(Question question, String url) {
        return new FileRequest(scheme, asker, local, token, name, question, url, certificate);
    }
}
