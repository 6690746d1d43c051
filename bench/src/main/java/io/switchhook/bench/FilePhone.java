package io.switchhook.bench;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// A phone that has its files from a server, with an address of loopback of its own.
///
/// @param number from 0 to 10,000,000
record FilePhone(int number) {
    static final String MODEL = "T32G";

    /// What all phones of the model read first.
    static final String COMMON_FILE = "y000000000032.cfg";

    /// In the first line of every file, lest the phone takes nothing of it.
    static final String MARK = "#!version:1.0.0.1";

    private static final int HOSTS = 250;

    /// As a table for import: each phone has one account.
    static String table(List<FilePhone> phones) {
        var table = new StringBuilder("mac,model,accounts\n");
        for (var phone : phones)
            table.append(phone.mac() + ',' + MODEL + ',' + phone.user() + '\n');
        return table.toString();
    }

    String mac() {
        return String.format(Locale.ROOT, "001565%06x", number);
    }

    String user() {
        return LoadOffice.user(number);
    }

    String ownFile() {
        return mac() + ".cfg";
    }

    /// The User-Agent header field, as the makers' phones have it.
    String agent() {
        return "Yealink SIP-" + MODEL + " 32.70.0.130 " + mac().replaceAll("(..)(?=.)", "$1:");
    }

    InetAddress address() {
        int network = number / HOSTS;
        return InetAddress.ofLiteral(
                "127."
                        + (1 + network / HOSTS)
                        + '.'
                        + network % HOSTS
                        + '.'
                        + (1 + number % HOSTS));
    }
}
