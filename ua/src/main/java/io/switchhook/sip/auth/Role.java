package io.switchhook.sip.auth;

import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
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
}
