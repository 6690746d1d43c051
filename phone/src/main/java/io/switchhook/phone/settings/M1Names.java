package io.switchhook.phone.settings;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the keys of the old form are called in the new one, as far as it is known.
///
/// Keys are compared without regard to case. `#` stands for a number behind a key, `X` for an account, `Y` for an entry
/// of a codec list, `N` for a key. That codecs and voice mail numbers are counted from 0 is inferred from the
/// account files, and `DKtype` of `[ memoryN ]` was not verified.
final class M1Names {
    private static final String TABLE =
            """
            account      | Enable                     | account.X.enable
            account      | Label                      | account.X.label
            account      | DisplayName                | account.X.display_name
            account      | AuthName                   | account.X.auth_name
            account      | UserName                   | account.X.user_name
            account      | password                   | account.X.password
            account      | SIPServerHost              | account.X.sip_server_host
            account      | SIPServerPort              | account.X.sip_server_port
            account      | Transport                  | account.X.transport
            account      | UseOutboundProxy           | account.X.outbound_proxy_enable
            account      | OutboundHost               | account.X.outbound_host
            account      | OutboundPort               | account.X.outbound_port
            account      | BakOutboundHost            | account.X.backup_outbound_host
            account      | BakOutboundPort            | account.X.backup_outbound_port
            account      | proxy-require              | account.X.proxy_require
            account      | Expire                     | account.X.expires
            account      | SIPListenPort              | account.X.sip_listen_port
            account      | SIPServerType              | account.X.sip_server_type
            account      | Enable 100Rel              | account.X.100rel_enable
            account      | precondition               | account.X.precondition
            account      | SubscribeRegister          | account.X.subscribe_register
            account      | SubscribeMWI               | account.X.subscribe_mwi
            account      | SubscribeMWIToVM           | account.X.subscribe_mwi_to_vm
            account      | CIDSource                  | account.X.cid_source
            account      | EnableSessionTimer         | account.X.session_timer.enable
            account      | SessionExpires             | account.X.session_timer.expires
            account      | SessionRefresher           | account.X.session_timer.refresher
            account      | srtp_encryption            | account.X.srtp_encryption
            account      | ptime                      | account.X.ptime
            account      | AutoAnswer                 | account.X.auto_answer
            account      | AnonymousCall              | account.X.anonymous_call
            account      | AnonymousCall_OnCode       | account.X.anonymous_call_oncode
            account      | AnonymousCall_OffCode      | account.X.anonymous_call_offcode
            account      | RejectAnonymousCall        | account.X.reject_anonymous_call
            account      | AnonymousReject_OnCode     | account.X.anonymous_reject_oncode
            account      | AnonymousReject_OffCode    | account.X.anonymous_reject_offcode
            account      | ShareLine                  | account.X.shared_line
            account      | BLANumber                  | account.X.bla_number
            account      | dialoginfo_callpickup      | account.X.dialoginfo_callpickup
            account      | BlfListCode                | account.X.blf_list_code
            account      | conf-type                  | account.X.conf_type
            account      | conf-uri                   | account.X.conf_uri
            account      | SubscribeACDExpire         | account.X.subscribe_acd_expires
            dtmf         | DTMFInbandTransfer         | account.X.dtmf.type
            dtmf         | DTMFPayload                | account.X.dtmf.dtmf_payload
            dtmf         | InfoType                   | account.X.dtmf.info_type
            nat          | NATTraversal               | account.X.nat.nat_traversal
            nat          | STUNServer                 | account.X.nat.stun_server
            nat          | STUNPort                   | account.X.nat.stun_port
            nat          | EnableUDPUpdate            | account.X.nat.udp_update_enable
            nat          | UDPUpdateTime              | account.X.nat.udp_update_time
            nat          | rport                      | account.X.nat.rport
            blf          | SubscribePeriod            | account.X.blf.subscribe_period
            blf          | BLFList_URI                | account.X.blf.blf_list_uri
            ringtone     | RingType                   | account.X.ringtone.ring_type
            audio        | enable                     | account.X.codec.Y.enable
            audio        | PayloadType                | account.X.codec.Y.payload_type
            audio        | priority                   | account.X.codec.Y.priority
            audio        | rtpmap                     | account.X.codec.Y.rtpmap
            message      | VoiceNumber#               | voice_mail.number.X
            rtpport      | MinRTPPort                 | network.port.min_rtpport
            rtpport      | MaxRTPPort                 | network.port.max_rtpport
            qos          | RTPTOS                     | network.qos.rtptos
            qos          | SIGNALTOS                  | network.qos.signaltos
            alwaysfwd    | Enable                     | forward.always.enable
            alwaysfwd    | Target                     | forward.always.target
            alwaysfwd    | On_Code                    | forward.always.on_code
            alwaysfwd    | Off_Code                   | forward.always.off_code
            busyfwd      | Enable                     | forward.busy.enable
            busyfwd      | Target                     | forward.busy.target
            busyfwd      | On_Code                    | forward.busy.on_code
            busyfwd      | Off_Code                   | forward.busy.off_code
            timeoutfwd   | Enable                     | forward.no_answer.enable
            timeoutfwd   | Target                     | forward.no_answer.target
            timeoutfwd   | On_Code                    | forward.no_answer.on_code
            timeoutfwd   | Off_Code                   | forward.no_answer.off_code
            timeoutfwd   | Timeout                    | forward.no_answer.timeout
            features     | DND_On_Code                | features.dnd.on_code
            features     | DND_Off_Code               | features.dnd.off_code
            features     | DND_Code                   | features.dnd_refuse_code
            features     | Refuse_Code                | features.normal_refuse_code
            features     | Call_Waiting               | call_waiting.enable
            features     | Call_WaitingTone           | call_waiting.tone
            features     | Hotlinenumber              | features.hotline_number
            features     | Hotlinedelay               | features.hotline_delay
            features     | AllowIntercom              | features.intercom.allow
            features     | IntercomMute               | features.intercom.mute
            features     | IntercomTone               | features.intercom.tone
            features     | IntercomBarge              | features.intercom.barge
            features     | BroadsoftFeatureKeySync    | bw.feature_key_sync
            features     | CallCompletion             | features.call_completion_enable
            features     | IsDeal180                  | phone_setting.is_deal180
            features     | InterDigitTime             | phone_setting.inter_digit_time
            features     | DialNowDelay               | phone_setting.dialnow_delay
            features     | ActionURILimitIP           | features.action_uri_limit_ip
            trans        | IsOnHookTrans              | transfer.on_hook_trans_enable
            autoredial   | EnableRedial               | auto_redial.enable
            autoredial   | RedialInterval             | auto_redial.interval
            autoredial   | RedialTimes                | auto_redial.times
            memory       | Line                       | memorykey.N.line
            memory       | Value                      | memorykey.N.value
            memory       | PickupValue                | memorykey.N.pickup_value
            memory       | DKtype                     | memorykey.N.type
            autop_mode   | mode                       | auto_provision.mode
            autop_mode   | schedule_min               | auto_provision.repeat.minutes
            pnp          | Pnp                        | auto_provision.pnp_enable
            autoprovision| server_address             | auto_provision.server.url
            autoprovision| user                       | auto_provision.server.username
            autoprovision| password                   | auto_provision.server.password
            dialnow      | server_address             | dialplan_dialnow.url
            contactlist  | server_address             | local_contact.data.url
            ringtone     | server_address             | ringtone.url
            lang         | server_address             | gui_lang.url
            firmware     | http_url                   | firmware.url
            """;

    private static final Map<String, String> NAMES = new HashMap<>();

    static {
        TABLE.lines()
                .map(row -> row.split("\\|"))
                .forEach(row -> NAMES.put(where(row[0].strip(), row[1].strip()), row[2].strip()));
    }

    private M1Names() {}

    /// The new name of a key, its numbers yet to be put in.
    ///
    /// @param section in lower case, without its number
    static Optional<String> parameter(String section, String key) {
        return Optional.ofNullable(NAMES.get(where(section, key)));
    }

    private static String where(String section, String key) {
        return (section + ' ' + key).toLowerCase(Locale.ROOT);
    }
}
