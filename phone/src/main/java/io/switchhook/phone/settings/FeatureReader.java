package io.switchhook.phone.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Gathers the settings that are for all accounts.
final class FeatureReader {
    private static final int SECONDS_OF_A_UNIT = 6;

    private final Values values;

    FeatureReader(Values values) {
        this.values = values;
    }

    Features read() {
        return new Features(
                forwarding(),
                doNotDisturb(),
                values.number("features.normal_refuse_code"),
                values.flag("call_waiting.enable"),
                hotline(),
                new Intercom(
                        values.flag("features.intercom.allow"),
                        values.flag("features.intercom.mute"),
                        values.flag("features.intercom.barge")),
                transfers(),
                new AutoRedial(
                        values.flag("auto_redial.enable"),
                        values.seconds("auto_redial.interval"),
                        values.number("auto_redial.times")),
                HoldForm.values()[values.number("sip.rfc2543_hold")],
                values.flag("sip.use_23_as_pound"),
                values.flag("sip.use_out_bound_in_dialog"),
                values.seconds("sip.reg_surge_prevention"),
                values.flag("sip.notify_reboot_enable"),
                values.flag("features.direct_ip_call_enable"),
                values.flag("features.call_completion_enable"),
                values.flag("phone_setting.is_deal180"),
                values.flag("phone_setting.tel_mode"),
                pickup("direct"),
                pickup("group"),
                values.flag("security.trust_certificates"),
                values.flag("sip.call_fail_use_reason.enable"));
    }

    private Forwarding forwarding() {
        return new Forwarding(
                forward("always"),
                forward("busy"),
                forward("no_answer"),
                values.seconds("forward.no_answer.timeout").multipliedBy(SECONDS_OF_A_UNIT));
    }

    private Forward forward(String kind) {
        String forward = "forward." + kind + '.';
        boolean isOn = values.flag(forward + "enable");
        var target = values.text(forward + "target");
        if (isOn && target.isEmpty())
            values.remark(forward + "enable", "is on without a target; nothing is forwarded");
        return new Forward(
                isOn, target, values.text(forward + "on_code"), values.text(forward + "off_code"));
    }

    private DoNotDisturb doNotDisturb() {
        return new DoNotDisturb(
                values.text("features.dnd.on_code"),
                values.text("features.dnd.off_code"),
                values.number("features.dnd_refuse_code"),
                values.flag("features.dnd.emergency_enable")
                        ? numbers("features.dnd.emergency_authorized_number")
                        : List.of());
    }

    private List<String> numbers(String key) {
        return Arrays.stream(values.word(key).split(","))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .toList();
    }

    private Optional<Hotline> hotline() {
        return values.text("features.hotline_number")
                .map(number -> new Hotline(number, values.seconds("features.hotline_delay")));
    }

    private Transfers transfers() {
        return new Transfers(
                values.flag("transfer.semi_attend_tran_enable"),
                values.flag("transfer.blind_tran_on_hook_enable"),
                values.flag("transfer.on_hook_trans_enable"),
                Transfers.KeyDoes.values()[values.number("transfer.dsskey_deal_type")],
                values.flag("transfer.tran_others_after_conf_enable"));
    }

    private Optional<String> pickup(String kind) {
        boolean isOn = values.flag("features.pickup." + kind + "_pickup_enable");
        return values.text("features.pickup." + kind + "_pickup_code").filter(_ -> isOn);
    }
}
