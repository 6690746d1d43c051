package io.switchhook.phone.settings;

/// How digits are sent in a call.
///
/// @param payloadType of telephone-event, 96 to 127
/// @param infoType what the body of INFO is
public record Dtmf(Way way, int payloadType, InfoType infoType) {

    /// `dtmf.type`, 0 to 3.
    public enum Way {
        /// As tones in the audio.
        IN_BAND,
        /// As telephone-event, RFC 2833 and its successor RFC 4733.
        TELEPHONE_EVENT,
        /// In INFO requests.
        INFO,
        /// By what was negotiated, and in INFO requests.
        AUTO_AND_INFO
    }

    /// `dtmf.info_type`, 0 to 3.
    public enum InfoType {
        OFF,
        DTMF_RELAY,
        DTMF,
        TELEPHONE_EVENT
    }
}
