package io.switchhook.sip.auth;

/// What [Nonces] thinks of a nonce.
enum NonceStanding {
    GOOD("good"),
    FOREIGN("nonce not from here"),
    EXPIRED("nonce expired"),
    REPLAYED("nonce count replayed");

    private final String text;

    NonceStanding(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
