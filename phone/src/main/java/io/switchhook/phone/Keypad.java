package io.switchhook.phone;

import io.switchhook.phone.settings.Dtmf;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;

/// The keys that are pressed during a call: told with its sound (RFC 4733), by INFO, or both.
final class Keypad {
    private Keypad() {}

    /// In the way the account's settings say. On the phone's shard.
    static void press(CallLeg call, String keys) {
        var up = call.session();
        if (up == null || !call.now().isUp()) return;
        var dtmf = call.line().settings().media().dtmf();
        if (dtmf.way() != Dtmf.Way.INFO) call.media().audio().press(keys);
        if (dtmf.way() == Dtmf.Way.INFO || dtmf.way() == Dtmf.Way.AUTO_AND_INFO)
            for (var info : KeyInfo.of(keys, dtmf.infoType()))
                up.send(
                        Method.INFO,
                        h -> h.remove(Known.CONTENT_TYPE).add(Header.CONTENT_TYPE, info.type()),
                        info.body(),
                        _ -> {});
    }
}
