package io.switchhook.sip.auth;

import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.StatusCode;

/// As whom a server asks for credentials: RFC 3261 §22.2 and §22.3.
public enum Role {
    /// A registrar or another user agent server: 401.
    REGISTRAR(StatusCode.UNAUTHORIZED, Header.WWW_AUTHENTICATE, Header.AUTHORIZATION),
    /// A proxy: 407.
    PROXY(
            StatusCode.PROXY_AUTHENTICATION_REQUIRED,
            Header.PROXY_AUTHENTICATE,
            Header.PROXY_AUTHORIZATION);

    private final StatusCode status;
    private final HeaderType<Challenge> challenge;
    private final HeaderType<Credentials> credentials;

    Role(StatusCode status, HeaderType<Challenge> challenge, HeaderType<Credentials> credentials) {
        this.status = status;
        this.challenge = challenge;
        this.credentials = credentials;
    }

    /// Of the response that asks.
    public StatusCode status() {
        return status;
    }

    /// The header field of the question.
    public HeaderType<Challenge> challenge() {
        return challenge;
    }

    /// The header field of the answer.
    public HeaderType<Credentials> credentials() {
        return credentials;
    }

    /// Takes the credentials of a realm out of a request, which are of no use to those behind (RFC 3261 §22.3).
    public Headers.Editor removeCredentials(Headers.Editor edits, String realm) {
        return edits.removeIf(credentials.name(), field -> isFor(realm, field));
    }

    private boolean isFor(String realm, Field field) {
        try {
            return field.values(credentials).stream()
                    .anyMatch(c -> realm.equals(c.get("realm").orElse("")));
        } catch (MalformedField e) {
            return false;
        }
    }
}
