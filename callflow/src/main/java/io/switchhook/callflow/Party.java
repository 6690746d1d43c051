package io.switchhook.callflow;

/// Who takes part in a flow: three phones, and the proxy that they all use.
public enum Party {
    A,
    B,
    C,
    P;

    public boolean isPhone() {
        return this != P;
    }
}
