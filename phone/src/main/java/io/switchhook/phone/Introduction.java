package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Headers;
import java.util.List;

/// What messages of an account say of the phone and what it can do.
///
/// @param phone its settings as they are now
record Introduction(AccountSettings account, Settings phone) {
    private static final List<Method> METHODS =
            List.of(
                    Method.INVITE,
                    Method.ACK,
                    Method.CANCEL,
                    Method.BYE,
                    Method.OPTIONS,
                    Method.REFER,
                    Method.NOTIFY,
                    Method.INFO,
                    Method.MESSAGE,
                    Method.UPDATE);

    private static final HeaderType<String> MAC = text("Mac");
    private static final HeaderType<String> LINE = text("Line");

    private static HeaderType<String> text(String name) {
        return new HeaderType<>(
                new HeaderName.Extension(name), false, Scanner::rest, ByteSink::put);
    }

    /// What requests and responses say of this phone (RFC 3261 §20.5, §20.37).
    Headers.Editor describe(Headers.Editor headers) {
        for (var method : METHODS) headers.add(Header.ALLOW, method);
        if (account.reliableProvisionals()) headers.add(Header.ALLOW, Method.PRACK);
        for (var extension : Stack.EXTENSIONS) headers.add(Header.SUPPORTED, extension);
        if (account.reliableProvisionals()) headers.add(Header.SUPPORTED, "100rel");
        if (account.sessionTimer().enabled()) headers.add(Header.SUPPORTED, "timer");
        return headers.add(Header.USER_AGENT, phone.profile().userAgent());
    }

    /// What requests outside of a dialog have besides.
    Headers.Editor require(Headers.Editor headers) {
        String required = account.registration().proxyRequire();
        for (var extension : required.split("[ ,]+", -1))
            if (!extension.isEmpty()) headers.add(Header.PROXY_REQUIRE, extension);
        return headers;
    }

    /// What the maker's servers know phones by.
    Headers.Editor introduce(Headers.Editor headers) {
        var registration = account.registration();
        String mac = phone.mac();
        if (registration.sendsMac() && !mac.isEmpty())
            headers.add(MAC, mac.replaceAll("(..)(?=.)", "$1:"));
        if (registration.sendsLine()) headers.add(LINE, Integer.toString(account.number()));
        return require(headers);
    }
}
