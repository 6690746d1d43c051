package io.switchhook.bench;

import com.sun.management.OperatingSystemMXBean;
import io.switchhook.phone.Account;
import io.switchhook.phone.Call;
import io.switchhook.phone.Phone;
import io.switchhook.phone.Site;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Profile;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// What many headless phones cost that talk at the same time, in one process: `./switchhook bench phones [PHONES]`. They call
/// each other in pairs through a server that is a process of its own; the sound goes straight between them.
public final class PhonesBench {
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 30;

    private PhonesBench() {}

    public static void main(String[] arguments) throws Exception {
        int phones = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        try (var server = ServerProcess.start(List.of());
                var site = Site.on(InetAddress.getLoopbackAddress())) {
            var all = new ArrayList<Phone>();
            for (int i = 0; i < phones; i++) {
                var account =
                        Account.of("sip:" + number(i) + "@office.example", "x")
                                .at("127.0.0.1", server.udp().getPort())
                                .with("account.1.auto_answer", "1");
                var phone = site.phone(account.settings(Profile.T38G));
                phone.say(new Sound.Tone(300 + i % 100 * 10));
                all.add(phone);
            }
            for (var phone : all) phone.awaitRegistered();
            System.out.println(phones + " phones are registered.");
            measure(site, all);
        }
    }

    private static String number(int phone) {
        return String.valueOf(20_000 + phone);
    }

    private static void measure(Site site, List<Phone> phones) throws Exception {
        int half = phones.size() / 2;
        var calls = new ArrayList<Call>();
        for (int i = 0; i < half; i++) calls.add(phones.get(i).call(number(half + i)));
        for (var call : calls) call.await(Call.State.TALKING);
        System.out.println(half + " calls are up; measuring for " + SECONDS + " s ...");
        Thread.sleep(WARM_UP_SECONDS * 1000L);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        site.lateness().reset();
        long cpu = system.getProcessCpuTime();
        long time = System.nanoTime();
        Thread.sleep(SECONDS * 1000L);
        double seconds = (System.nanoTime() - time) / 1e9;
        double used = (system.getProcessCpuTime() - cpu) / 1e9;
        var lateness = site.lateness();
        System.out.printf(
                "packets  %d in %.1f s; later than due by p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
                lateness.count(),
                seconds,
                lateness.milliseconds(0.5),
                lateness.milliseconds(0.99),
                lateness.milliseconds(0.999));
        System.out.printf(
                "CPU      %.1f %% of one processor, %.2f ms a second for each call (both of its ends)%n",
                100 * used / seconds, 1000 * used / seconds / half);
        long lost = 0;
        long late = 0;
        double worst = 5;
        for (var call : calls) {
            var quality = call.quality().get();
            lost += quality.lost();
            late += quality.late();
            worst = Math.min(worst, quality.opinion());
        }
        System.out.printf(
                "heard    %d packets lost, %d too late, worst opinion %.2f of 5%n",
                lost, late, worst);
        for (var call : calls) call.hangUp();
    }
}
