package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Every parameter that the guides name: pattern, kind, factory default (of T3xG / VP530 where they differ), effect.
final class ParameterTable {
    private static final String ACCOUNT =
            """
            account.X.enable                            | flag       | 0
            account.X.label                             | text       |      | screen
            account.X.display_name                      | text       |
            account.X.auth_name                         | text       |
            account.X.user_name                         | text       |
            account.X.password                          | secret     |
            account.X.sip_server_host                   | text       |
            account.X.sip_server_port                   | 0..65535   | 5060
            account.X.sip_server.Y.address              | text       |
            account.X.sip_server.Y.port                 | 0..65535   | 5060
            account.X.sip_server.Y.expires              | 0..2147483647 | 3600
            account.X.sip_server.Y.retry_counts         | 0..20      | 3
            account.X.sip_server.Y.failback_mode        | 0..3       | 0
            account.X.sip_server.Y.failback_timeout     | 0..65535   | 3600
            account.X.sip_server.Y.register_on_enable   | flag       | 0    | absent
            account.X.transport                         | 0..3       | 0
            account.X.outbound_proxy_enable             | flag       | 0
            account.X.outbound_host                     | text       |
            account.X.outbound_port                     | 0..65535   | 5060
            account.X.backup_outbound_host              | text       |
            account.X.backup_outbound_port              | 0..65535   | 5060
            account.X.proxy_require                     | text       |
            account.X.expires                           | 30..2147483647 | 3600
            account.X.sip_listen_port                   | 0..65535   | 5060 | network
            account.X.srv_ttl_timer_enable              | flag       | 0    | absent
            account.X.dns_srv_type                      | 0..3       | 0           | absent
            account.X.naptr_build                       | 0..3       | 0    | absent
            account.X.reg_fail_retry_interval           | 0..1800    | 30
            account.X.register_mac                      | flag       | 0
            account.X.register_line                     | flag       | 0
            account.X.sip_server_type                   | 0,2,4      | 0    | vendor
            account.X.sip_trust_ctrl                    | flag       | 0
            account.X.100rel_enable                     | flag       | 0
            account.X.precondition                      | flag       | 0    | absent
            account.X.compact_header_enable             | flag       | 0
            account.X.subscribe_register                | flag       | 0
            account.X.subscribe_mwi                     | flag       | 0
            account.X.subscribe_mwi_expires             | 0..84600   | 3600
            account.X.subscribe_mwi_to_vm               | flag       | 0
            account.X.cid_source                        | 0..5       | 0
            account.X.cp_source                         | 0..2       | 1
            account.X.session_timer.enable              | flag       | 0
            account.X.session_timer.expires             | 1..9999    | 1800
            account.X.session_timer.refresher           | 0,1        | 0
            account.X.advanced.timer_t1                 | seconds    | 0.5
            account.X.advanced.timer_t2                 | seconds    | 4
            account.X.advanced.timer_t4                 | seconds    | 5
            account.X.srtp_encryption                   | 0..2       | 0
            account.X.ptime                             | 0,10,20,30,40,50,60 | 20
            account.X.dtmf.type                         | 0..3       | 1
            account.X.dtmf.dtmf_payload                 | 96..127    | 101
            account.X.dtmf.info_type                    | 0..3       | 0
            account.X.nat.nat_traversal                 | flag       | 0    | absent
            account.X.nat.stun_server                   | text       |      | absent
            account.X.nat.stun_port                     | 0..65535   | 3478 | absent
            account.X.nat.udp_update_enable             | 0..3       | 1
            account.X.nat.udp_update_time               | 15..2147483647 | 30
            account.X.nat.rport                         | 0,1        | 0    | always
            account.X.codec.Y.enable                    | flag       |
            account.X.codec.Y.payload_type              | text       |
            account.X.codec.Y.priority                  | 0..15      |
            account.X.codec.Y.rtpmap                    | 0..127     |
            account.X.auto_answer                       | flag       | 0
            account.X.anonymous_call                    | flag       | 0
            account.X.anonymous_call_oncode             | text       |
            account.X.anonymous_call_offcode            | text       |
            account.X.reject_anonymous_call             | flag       | 0
            account.X.anonymous_reject_oncode           | text       |
            account.X.anonymous_reject_offcode          | text       |
            account.X.shared_line                       | 0..2       | 0    | absent
            account.X.bla_number                        | text       |      | absent
            account.X.bla_subscribe_period              | 60..7200   | 300  | absent
            account.X.dialoginfo_callpickup             | flag       | 0
            account.X.direct_pickup_code                | text       |
            account.X.group_pickup_code                 | text       |
            account.X.blf.subscribe_period              | 30..2147483647 | 1800
            account.X.blf.blf_list_uri                  | text       |      | absent
            account.X.blf_list_code                     | text       |      | absent
            account.X.blf_list_barge_in_code            | text       |      | absent
            account.X.conf_type                         | 0,2        | 0
            account.X.conf_uri                          | text       |
            account.X.subscribe_acd_expires             | 120..3600  | 3600 | vendor
            account.X.music_server_uri                  | text       |
            account.X.music_on_hold_type                | 0,1        | 0           | absent
            account.X.ringtone.ring_type                | text       |      | screen
            account.X.alert_info_url_enable             | flag       | 1    | screen
            account.X.dnd.enable                        | flag       | 0
            account.X.dnd.on_code                       | text       |
            account.X.dnd.off_code                      | text       |
            account.X.always_fwd.enable                 | flag       | 0
            account.X.always_fwd.target                 | text       |
            account.X.always_fwd.on_code                | text       |
            account.X.always_fwd.off_code               | text       |
            account.X.busy_fwd.enable                   | flag       | 0
            account.X.busy_fwd.target                   | text       |
            account.X.busy_fwd.on_code                  | text       |
            account.X.busy_fwd.off_code                 | text       |
            account.X.timeout_fwd.enable                | flag       | 0
            account.X.timeout_fwd.target                | text       |
            account.X.timeout_fwd.on_code               | text       |
            account.X.timeout_fwd.off_code              | text       |
            account.X.timeout_fwd.timeout               | 0..20      | 2
            account.X.transfer_refer_to_contact_header.enable | flag | 0
            voice_mail.number.X                         | text       |
            """;

    private static final String PHONE =
            """
            network.port.min_rtpport                    | 1..65535   | 11780
            network.port.max_rtpport                    | 1..65535   | 11800
            network.port.http                           | 1..65535   | 80   | absent
            network.port.https                          | 1..65535   | 443  | absent
            network.web_server_type                     | 0..3       | 1    | absent
            network.qos.rtptos                          | 0..63      | 46 / 40 | network
            network.qos.signaltos                       | 0..63      | 46 / 26 | network
            sip.rfc2543_hold                            | flag       | 0
            sip.use_23_as_pound                         | flag       | 1
            sip.use_out_bound_in_dialog                 | flag       | 1
            sip.reg_surge_prevention                    | 0..60      | 0
            sip.notify_reboot_enable                    | flag       | 1
            sip.trust_ctrl                              | flag       | 0
            sip.call_fail_use_reason.enable             | flag       | 0
            forward.always.enable                       | flag       | 0
            forward.always.target                       | text       |
            forward.always.on_code                      | text       |
            forward.always.off_code                     | text       |
            forward.busy.enable                         | flag       | 0
            forward.busy.target                         | text       |
            forward.busy.on_code                        | text       |
            forward.busy.off_code                       | text       |
            forward.no_answer.enable                    | flag       | 0
            forward.no_answer.target                    | text       |
            forward.no_answer.on_code                   | text       |
            forward.no_answer.off_code                  | text       |
            forward.no_answer.timeout                   | 0..20      | 2
            features.dnd.on_code                        | text       |
            features.dnd.off_code                       | text       |
            features.dnd.emergency_enable               | flag       | 1
            features.dnd.emergency_authorized_number    | text       |
            features.dnd_refuse_code                    | 404,480,486 | 480
            features.normal_refuse_code                 | 404,480,486 | 486
            call_waiting.enable                         | flag       | 1
            call_waiting.tone                           | flag       | 1    | screen
            features.hotline_number                     | text       |
            features.hotline_delay                      | 0..180     | 2 / 4
            features.intercom.allow                     | flag       | 1
            features.intercom.mute                      | flag       | 0
            features.intercom.tone                      | flag       | 1    | screen
            features.intercom.barge                     | flag       | 1
            transfer.semi_attend_tran_enable            | flag       | 1
            transfer.blind_tran_on_hook_enable          | flag       | 1
            transfer.on_hook_trans_enable               | flag       | 1 / 0
            transfer.dsskey_deal_type                   | 0..2       | 2
            transfer.tran_others_after_conf_enable      | flag       | 0
            features.dsskey_blind_tran                  | flag       | 1           | absent
            features.pickup.direct_pickup_enable        | flag       | 0
            features.pickup.direct_pickup_code          | text       |
            features.pickup.group_pickup_enable         | flag       | 0
            features.pickup.group_pickup_code           | text       |
            features.pickup.blf_visual_enable           | flag       | 0    | screen
            features.pickup.blf_audio_enable            | flag       | 0    | screen
            bw.feature_key_sync                         | flag       | 0    | vendor
            features.call_completion_enable             | flag       | 0
            phone_setting.is_deal180                    | flag       | 1
            phone_setting.inter_digit_time              | 1..14      | 4
            phone_setting.dialnow_delay                 | 1..14      | 1 / 4
            phone_setting.tel_mode                      | 0,1        | 0
            phone_setting.backgrounds                   | text       |      | screen
            auto_redial.enable                          | flag       | 0
            auto_redial.interval                        | 1..300     | 10
            auto_redial.times                           | 1..300     | 10
            features.action_uri_limit_ip                | text       |      | absent
            features.direct_ip_call_enable              | flag       | 1
            features.remote_phonebook.enable            | flag       | 0
            features.remote_phonebook.flash_time        | 0..2147483647 | 3600
            remote_phonebook.data.N.url                 | text       |
            remote_phonebook.data.N.name                | text       |
            distinctive_ring_tones.alert_info.N.text    | text       |      | screen
            distinctive_ring_tones.alert_info.N.ringer  | 1..8       | 1    | screen
            security.trust_certificates                 | flag       | 1
            security.user_name.user                     | text       |      | absent
            security.user_name.admin                    | text       |      | absent
            security.user_name.var                      | text       |      | absent
            security.user_password                      | secret     |      | absent
            security.var_enable                         | flag       | 0    | absent
            memorykey.N.line                            | 0..16      | 0
            memorykey.N.value                           | text       |
            memorykey.N.pickup_value                    | text       |
            memorykey.N.type                            | 0..50      | 0
            memorykey.N.xml_phonebook                   | 0..5       | 0    | screen
            linekey.N.line                              | 0..16      | 0
            linekey.N.value                             | text       |
            linekey.N.pickup_value                      | text       |
            linekey.N.type                              | 0..50      | 15
            linekey.N.xml_phonebook                     | 0..5       | 0    | screen
            programablekey.N.line                       | 0..16      | 0
            programablekey.N.value                      | text       |
            programablekey.N.pickup_value               | text       |
            programablekey.N.type                       | 0..50      | 0
            programablekey.N.xml_phonebook              | 0..5       | 0    | screen
            expansion_module.M.key.N.line               | 0..16      | 0
            expansion_module.M.key.N.value              | text       |
            expansion_module.M.key.N.pickup_value       | text       |
            expansion_module.M.key.N.type               | 0..50      | 0
            expansion_module.M.key.N.xml_phonebook      | 0..5       | 0    | screen
            dialplan.replace.prefix.N                   | text       |
            dialplan.replace.replace.N                  | text       |
            dialplan.replace.line_id.N                  | text       |
            dialplan.dialnow.rule.N                     | text       |
            dialplan.dialnow.line_id.N                  | text       |
            dialplan.area_code.code                     | text       |
            dialplan.area_code.min_len                  | 1..15      | 1
            dialplan.area_code.max_len                  | 1..15      | 15
            dialplan.area_code.line_id                  | text       |
            dialplan.block_out.number.N                 | text       |
            dialplan.block_out.line_id.N                | text       |
            zero_touch.enable                           | flag       | 0    | vendor
            zero_touch.wait_time                        | 0..100     | 5    | vendor
            """;

    private static final String PROVISIONING =
            """
            auto_provision.mode                         | 0..7       | 1    | given
            auto_provision.pnp_enable                   | flag       | 1    | absent
            auto_provision.pnp_domain_name              | text       |      | absent
            auto_provision.pnp_event_vendor             | text       |             | absent
            auto_provision.dhcp_option.enable           | flag       | 1    | network
            auto_provision.dhcp_option.list_user_options | text      |      | network
            auto_provision.dhcp_option.option60_value   | text       |      | network
            auto_provision.dhcp_enable                  | flag       | 1    | network
            auto_provision.server.url                   | text       |      | given
            auto_provision.server.username              | text       |      | given
            auto_provision.server.password              | secret     |      | given
            auto_provision.repeat.enable                | flag       | 0
            auto_provision.repeat.minutes               | 1..43200   | 1440
            auto_provision.weekly.enable                | flag       | 0    | absent
            auto_provision.weekly.mask                  | text       |      | absent
            auto_provision.weekly.begin_time            | text       |      | absent
            auto_provision.weekly.end_time              | text       |      | absent
            auto_provision.aes_key_16.com               | secret     |      | given
            auto_provision.aes_key_16.mac               | secret     |      | given
            auto_provision.common_file_name             | text       |      | given
            autoprovision.N.name                        | text       |      | absent
            autoprovision.N.code                        | text       |      | absent
            autoprovision.N.url                         | text       |      | absent
            autoprovision.N.user                        | text       |      | absent
            autoprovision.N.password                    | secret     |      | absent
            autoprovision.N.com_aes                     | secret     |      | absent
            autoprovision.N.mac_aes                     | secret     |      | absent
            local_contact.data.url                      | text       |
            auto_dst.url                                | text       |      | screen
            dialplan_dialnow.url                        | text       |
            dialplan_replace_rule.url                   | text       |
            firmware.url                                | text       |      | firmware
            ringtone.url                                | text       |      | screen
            ringtone.delete                             | text       |      | screen
            gui_lang.url                                | text       |      | screen
            gui_lang.delete                             | text       |      | screen
            trusted_certificates.url                    | text       |      | absent
            trusted_certificates.delete                 | text       |      | absent
            server_certificates.url                     | text       |      | absent
            server_certificates.delete                  | text       |      | absent
            wallpaper_upload.url                        | text       |      | screen
            screen_saver.pic.url                        | text       |      | screen
            call_list.url                               | text       |      | screen
            openvpn.url                                 | text       |      | network
            web_item_level.url                          | text       |      | screen
            custom_factory_configuration.url            | text       |      | absent
            super_search.url                            | text       |      | screen
            directory_setting.url                       | text       |      | screen
            dialing_shortcut.url                        | text       |      | screen
            doorphone_data.url                          | text       |      | absent
            local_contact_image.url                     | text       |      | screen
            local_contact_image.tar.url                 | text       |      | screen
            ldap.host                                   | text       |      | absent
            ldap.port                                   | 1..65535   | 389  | absent
            ldap.base                                   | text       |      | absent
            ldap.user                                   | text       |      | absent
            ldap.password                               | secret     |      | absent
            ldap.name_filter                            | text       |      | absent
            ldap.number_filter                          | text       |      | absent
            ldap.name_attr                              | text       |      | absent
            ldap.numb_attr                              | text       |      | absent
            ldap.display_name                           | text       |      | absent
            ldap.max_hits                               | 1..32000   | 50   | absent
            ldap.version                                | 2,3        | 3    | absent
            ldap.call_in_lookup                         | flag       | 0    | absent
            ldap.ldap_sort                              | flag       | 0    | absent
            ldap.dial_lookup                            | flag       | 0    | absent
            managementserver.enable                     | flag       | 0    | absent
            managementserver.url                        | text       |      | absent
            managementserver.username                   | text       |      | absent
            managementserver.password                   | secret     |      | absent
            managementserver.connection_request_username | text      |      | absent
            managementserver.connection_request_password | secret    |      | absent
            managementserver.periodic_inform_enable     | flag       | 1    | absent
            managementserver.periodic_inform_interval   | 1..2147483647 | 60 | absent
            """;

    /// How far the number behind a part of a name goes.
    private static final Map<String, ToIntFunction<Profile>> LAST =
            Map.ofEntries(
                    Map.entry("account", Profile::accounts),
                    Map.entry("voice_mail.number", Profile::accounts),
                    Map.entry("account.#.codec", Profile::codecs),
                    Map.entry("account.#.sip_server", Profile::servers),
                    Map.entry("memorykey", profile -> profile.keys().memory()),
                    Map.entry("linekey", profile -> profile.keys().line()),
                    Map.entry("programablekey", profile -> profile.keys().programmable()),
                    Map.entry("expansion_module", profile -> profile.keys().modules()),
                    Map.entry("expansion_module.#.key", _ -> Profile.Keys.PER_MODULE),
                    Map.entry("dialplan.replace.prefix", Profile::dialRules),
                    Map.entry("dialplan.replace.replace", Profile::dialRules),
                    Map.entry("dialplan.replace.line_id", Profile::dialRules),
                    Map.entry("dialplan.dialnow.rule", Profile::dialRules),
                    Map.entry("dialplan.dialnow.line_id", Profile::dialRules),
                    Map.entry("dialplan.block_out.number", _ -> DialPlan.BLOCKED_NUMBERS),
                    Map.entry("dialplan.block_out.line_id", _ -> DialPlan.BLOCKED_NUMBERS),
                    Map.entry("remote_phonebook.data", _ -> 5),
                    Map.entry("distinctive_ring_tones.alert_info", _ -> 10),
                    Map.entry("autoprovision", _ -> 50));

    private static final List<Parameter> ALL = new ArrayList<>();
    private static final Map<String, Parameter> BY_PATTERN = new HashMap<>();

    static {
        (ACCOUNT + PHONE + PROVISIONING).lines().forEach(row -> add(parameter(row)));
        for (var event : ActionUrl.Event.values())
            add(
                    new Parameter(
                            event.key(),
                            new Kind.Text(),
                            "",
                            "",
                            event == ActionUrl.Event.IP_CHANGE ? Effect.NETWORK : Effect.WORKS));
    }

    private ParameterTable() {}

    private static void add(Parameter parameter) {
        ALL.add(parameter);
        String pattern = parameter.pattern().replaceAll("\\.[XYMN](?=\\.|$)", ".#");
        if (BY_PATTERN.put(pattern, parameter) != null)
            throw new IllegalStateException(pattern + " stands in the table twice");
    }

    private static Parameter parameter(String row) {
        var cells = row.split("\\|", -1);
        var defaults = cells[2].split("/", -1);
        return new Parameter(
                cells[0].strip(),
                Kind.of(cells[1].strip()),
                defaults[0].strip(),
                defaults[defaults.length - 1].strip(),
                Effect.of(cells.length > 3 ? cells[3].strip() : ""));
    }

    static List<Parameter> all() {
        return List.copyOf(ALL);
    }

    /// The parameter of a name, whatever its numbers are.
    static Optional<Parameter> find(String key) {
        return Optional.ofNullable(BY_PATTERN.get(pattern(key)));
    }

    /// What is wrong with the numbers in the name of a parameter: `account goes from 1 to 3`.
    static Optional<String> numberFault(Profile profile, String key) {
        var prefix = new StringBuilder();
        for (var part : key.split("\\.", -1)) {
            if (isNumber(part)) {
                var last = LAST.get(prefix.toString());
                int most = last == null ? 0 : last.applyAsInt(profile);
                int number = Integer.parseInt(part);
                if (number < 1 || number > most) return Optional.of(range(profile, prefix, most));
            }
            prefix.append(prefix.isEmpty() ? "" : ".").append(isNumber(part) ? "#" : part);
        }
        return Optional.empty();
    }

    private static String range(Profile profile, CharSequence prefix, int most) {
        if (most == 0) return profile.model() + " has no " + prefix;
        return prefix + " goes from 1 to " + most + " on " + profile.model();
    }

    /// The name with `#` for each part that is a number. Settings are looked up by the hundred for each phone, so this
    /// makes one string and no more.
    private static String pattern(String key) {
        var pattern = new StringBuilder(key.length());
        for (int from = 0; from <= key.length(); ) {
            int dot = key.indexOf('.', from);
            int to = dot < 0 ? key.length() : dot;
            if (from > 0) pattern.append('.');
            if (isNumber(key, from, to)) pattern.append('#');
            else pattern.append(key, from, to);
            from = to + 1;
        }
        return pattern.toString();
    }

    private static boolean isNumber(String part) {
        return isNumber(part, 0, part.length());
    }

    private static boolean isNumber(String key, int from, int to) {
        if (from == to || to - from > 4) return false;
        for (int i = from; i < to; i++)
            if (key.charAt(i) < '0' || key.charAt(i) > '9') return false;
        return true;
    }
}
