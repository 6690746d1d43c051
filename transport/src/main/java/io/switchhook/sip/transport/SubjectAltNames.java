package io.switchhook.sip.transport;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.uri.SipUri;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a certificate's subjectAltName says (RFC 5280 §4.2.1.6), as far as it concerns SIP.
///
/// @param hosts dNSName values in lower case; the first label may be `*`
/// @param sipUris URI values of the scheme `sip` (RFC 5922 §7.1)
record SubjectAltNames(List<String> hosts, List<SipUri> sipUris) {
    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    /// What a certificate may claim to be; the rest is not looked at.
    private static final int MOST = 256;

    static SubjectAltNames of(X509Certificate certificate) {
        var hosts = new ArrayList<String>();
        var uris = new ArrayList<SipUri>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names == null) return new SubjectAltNames(List.of(), List.of());
            for (var name : names) {
                if (hosts.size() + uris.size() == MOST) break;
                if (!(name.get(0) instanceof Integer type && name.get(1) instanceof String value))
                    continue;
                if (type == DNS_NAME) hosts.add(value.toLowerCase(Locale.ROOT));
                else if (type == URI && isSip(value)) add(uris, value);
            }
        } catch (CertificateParsingException e) {
            return new SubjectAltNames(List.of(), List.of());
        }
        return new SubjectAltNames(List.copyOf(hosts), List.copyOf(uris));
    }

    private static boolean isSip(String uri) {
        return uri.regionMatches(true, 0, "sip:", 0, 4);
    }

    private static void add(List<SipUri> uris, String value) {
        try {
            uris.add(SipUri.parse(value));
        } catch (MalformedValue e) {
            // It names nobody.
        }
    }

    /// RFC 6125 §6.4.3: `*` stands for exactly one label, the first.
    ///
    /// @param host in lower case
    boolean match(String host) {
        for (var name : hosts) {
            if (name.equals(host)) return true;
            int dot = host.indexOf('.');
            if (dot > 0
                    && name.startsWith("*.")
                    && name.length() - 1 == host.length() - dot
                    && host.endsWith(name.substring(1))) return true;
        }
        return false;
    }
}
