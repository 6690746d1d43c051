package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.transaction.ServerTransaction;

/// What takes the requests of a dialog that is not confirmed yet: RFC 3261 §12, RFC 5057 §3.
interface EarlyUsage {
    DialogId id();

    /// To be answered.
    void request(ServerTransaction received);
}
