package io.switchhook.provisioning.syslog;

import java.util.Locale;

/// What a phone says has happened at it. But for the kind and the MAC address, texts are empty where it says nothing; and none
/// of it is proved, since whoever knows the URL can ask for it.
///
/// @param mac twelve hexadecimal digits in lower case
/// @param user of the account that it happened to
/// @param local the URI of that account
/// @param callId of the call
/// @param remote the URI of the other end, as that end told it
/// @param remoteName likewise
public record DeviceEvent(
        Kind kind,
        String mac,
        String ip,
        String model,
        String firmware,
        String user,
        String local,
        String callId,
        String remote,
        String remoteName) {

    /// What can happen. Not every model tells all of it.
    public enum Kind {
        SETUP_COMPLETED(false),
        LOG_ON(false),
        LOG_OFF(false),
        REGISTER_FAILED(false),
        OFF_HOOK(false),
        ON_HOOK(false),
        INCOMING_CALL(true),
        OUTGOING_CALL(true),
        CALL_ESTABLISHED(true),
        CALL_TERMINATED(true),
        DND_ON(false),
        DND_OFF(false),
        ALWAYS_FWD_ON(false),
        ALWAYS_FWD_OFF(false),
        BUSY_FWD_ON(false),
        BUSY_FWD_OFF(false),
        NO_ANSWER_FWD_ON(false),
        NO_ANSWER_FWD_OFF(false),
        TRANSFER_CALL(true),
        BLIND_TRANSFER_CALL(true),
        ATTENDED_TRANSFER_CALL(true),
        TRANSFER_FINISHED(true),
        TRANSFER_FAILED(true),
        HOLD(true),
        UNHOLD(true),
        MUTE(true),
        UNMUTE(true),
        MISSED_CALL(true),
        BUSY_TO_IDLE(false),
        IDLE_TO_BUSY(false),
        FORWARD_INCOMING_CALL(true),
        REJECT_INCOMING_CALL(true),
        ANSWER_NEW_INCOMING_CALL(true),
        IP_CHANGE(false),
        REJECT_NEW_INCOMING_CALL(true),
        CANCEL_CALLOUT(true),
        REMOTE_BUSY(true),
        CALL_REMOTE_CANCELED(true);

        final boolean isOfCall;

        Kind(boolean isOfCall) {
            this.isOfCall = isOfCall;
        }

        /// Such as `log_on`.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The parameter with the URL, such as `action_url.log_on`.
        public String parameter() {
            return "action_url." + word();
        }
    }
}
