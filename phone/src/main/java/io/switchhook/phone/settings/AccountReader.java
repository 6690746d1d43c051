package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gathers the settings of one account.
final class AccountReader {
    private static final int SECONDS_OF_A_UNIT = 6;

    private final Values values;
    private final int number;
    private final String account;

    AccountReader(Values values, int number) {
        this.values = values;
        this.number = number;
        this.account = "account." + number + '.';
    }

    AccountSettings read() {
        var settings = settings();
        if (settings.enabled()) warn(settings);
        return settings;
    }

    private AccountSettings settings() {
        return new AccountSettings(
                number,
                flag("enable"),
                word("label"),
                word("display_name"),
                login(),
                registration(),
                media(),
                nat(),
                new SessionTimer(
                        flag("session_timer.enable"),
                        seconds("session_timer.expires"),
                        choice("session_timer.refresher", SessionTimer.Refresher.values())),
                new SipTimers(
                        seconds("advanced.timer_t1"),
                        seconds("advanced.timer_t2"),
                        seconds("advanced.timer_t4")),
                subscriptions(),
                anonymity(),
                CallerIdSource.of(values.number(account + "cid_source")),
                choice("cp_source", CalleeIdSource.values()),
                new SharedLine(
                        choice("shared_line", SharedLine.Form.values()),
                        text("bla_number"),
                        seconds("bla_subscribe_period")),
                flag("100rel_enable"),
                flag("auto_answer"),
                text("conf_uri").filter(_ -> values.number(account + "conf_type") == 2),
                text("music_server_uri"),
                new Toggle(flag("dnd.enable"), text("dnd.on_code"), text("dnd.off_code")),
                new Forwarding(
                        forward("always_fwd"),
                        forward("busy_fwd"),
                        forward("timeout_fwd"),
                        seconds("timeout_fwd.timeout").multipliedBy(SECONDS_OF_A_UNIT)),
                text("direct_pickup_code"),
                text("group_pickup_code"),
                flag("dialoginfo_callpickup"),
                flag("transfer_refer_to_contact_header.enable"));
    }

    private Login login() {
        String user = word("user_name");
        return new Login(user, text("auth_name").orElse(user), word("password"));
    }

    private Registration registration() {
        boolean hasProxy = flag("outbound_proxy_enable");
        return new Registration(
                registrars(),
                choice("transport", Transport.values()),
                address("outbound_host", "outbound_port").filter(_ -> hasProxy),
                address("backup_outbound_host", "backup_outbound_port").filter(_ -> hasProxy),
                word("proxy_require"),
                values.number(account + "sip_listen_port"),
                seconds("reg_fail_retry_interval"),
                flag("register_mac"),
                flag("register_line"),
                flag("sip_trust_ctrl") || values.flag("sip.trust_ctrl"),
                flag("compact_header_enable"),
                flag("subscribe_register"));
    }

    /// The list of servers where the model has one and it was set, else the one server.
    private List<Registrar> registrars() {
        var registrars = new ArrayList<Registrar>();
        for (int i = 1; i <= values.profile().servers(); i++) {
            String server = "sip_server." + i + '.';
            address(server + "address", server + "port")
                    .ifPresent(address -> registrars.add(registrar(address, server)));
        }
        if (registrars.isEmpty())
            address("sip_server_host", "sip_server_port")
                    .ifPresent(address -> registrars.add(registrar(address)));
        return registrars;
    }

    private Registrar registrar(ServerAddress address, String server) {
        return new Registrar(
                address,
                seconds(server + "expires"),
                values.number(account + server + "retry_counts"),
                choice(server + "failback_mode", Registrar.Failback.values()),
                seconds(server + "failback_timeout"),
                flag(server + "register_on_enable"));
    }

    private Registrar registrar(ServerAddress address) {
        return new Registrar(
                address,
                seconds("expires"),
                3,
                Registrar.Failback.NEW_REQUEST,
                Duration.ofHours(1),
                false);
    }

    private Media media() {
        var codecs = codecs();
        return new Media(
                choice("srtp_encryption", Srtp.values()),
                new Dtmf(
                        choice("dtmf.type", Dtmf.Way.values()),
                        values.number(account + "dtmf.dtmf_payload"),
                        choice("dtmf.info_type", Dtmf.InfoType.values())),
                codecs.stream().filter(it -> !it.isVideo()).toList(),
                codecs.stream().filter(Codec::isVideo).toList(),
                Duration.ofMillis(values.number(account + "ptime")));
    }

    /// Those without a priority come last, in the order of the list.
    private List<Codec> codecs() {
        var codecs = new ArrayList<Codec>();
        var factory = values.profile().codecList();
        for (int i = 0; i < factory.size(); i++)
            codecs.add(codec(account + "codec." + (i + 1) + '.', factory.get(i)));
        return codecs.stream()
                .filter(Codec::enabled)
                .sorted(Comparator.comparingInt(AccountReader::rank))
                .toList();
    }

    private static int rank(Codec codec) {
        return codec.priority() == 0 ? Integer.MAX_VALUE : codec.priority();
    }

    private Codec codec(String key, Codec factory) {
        return new Codec(
                values.said(key + "payload_type").orElse(factory.name()),
                values.said(key + "enable").map("1"::equals).orElse(factory.enabled()),
                values.said(key + "priority").map(Integer::valueOf).orElse(factory.priority()),
                values.said(key + "rtpmap").map(Integer::valueOf).orElse(factory.payloadType()));
    }

    private Nat nat() {
        return new Nat(
                address("nat.stun_server", "nat.stun_port").filter(_ -> flag("nat.nat_traversal")),
                choice("nat.udp_update_enable", Nat.KeepAlive.values()),
                seconds("nat.udp_update_time"),
                flag("nat.rport"));
    }

    private Subscriptions subscriptions() {
        return new Subscriptions(
                flag("subscribe_mwi"),
                seconds("subscribe_mwi_expires"),
                flag("subscribe_mwi_to_vm"),
                values.text("voice_mail.number." + number),
                seconds("blf.subscribe_period"),
                text("blf.blf_list_uri"),
                text("blf_list_code"),
                text("blf_list_barge_in_code"));
    }

    private Anonymity anonymity() {
        return new Anonymity(
                flag("anonymous_call"),
                text("anonymous_call_oncode"),
                text("anonymous_call_offcode"),
                flag("reject_anonymous_call"),
                text("anonymous_reject_oncode"),
                text("anonymous_reject_offcode"));
    }

    private Forward forward(String kind) {
        return new Forward(
                flag(kind + ".enable"),
                text(kind + ".target"),
                text(kind + ".on_code"),
                text(kind + ".off_code"));
    }

    /// An account that cannot work is not refused: the phone has others.
    private void warn(AccountSettings settings) {
        if (settings.login().userName().isEmpty())
            values.remark(account + "enable", "the account has no user_name; it stays silent");
        if (settings.registration().registrars().isEmpty())
            values.remark(account + "enable", "the account has no server; it stays silent");
        if (settings.media().codecs().isEmpty())
            values.remark(account + "enable", "the account has no codec; its calls will fail");
    }

    private Optional<ServerAddress> address(String host, String port) {
        return text(host).map(name -> new ServerAddress(name, values.number(account + port)));
    }

    private Optional<String> text(String key) {
        return values.text(account + key);
    }

    private String word(String key) {
        return values.word(account + key);
    }

    private boolean flag(String key) {
        return values.flag(account + key);
    }

    private Duration seconds(String key) {
        return values.seconds(account + key);
    }

    private <T> T choice(String key, T[] choices) {
        return choices[values.number(account + key)];
    }
}
