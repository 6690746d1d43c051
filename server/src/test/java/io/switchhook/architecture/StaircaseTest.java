package io.switchhook.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the absences that ARCHITECTURE.md promises.
class StaircaseTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.switchhook");

    private static final Set<String> MESSAGE =
            Set.of("sip.grammar", "sip.uri", "sip.header", "sip.message", "sdp");

    /// Each floor, from the ground up, and the packages it may use besides its own, those of `message`, and the ladder that stands
    /// beside the stairs.
    private static final Map<String, Set<String>> STAIRS = new LinkedHashMap<>();

    static {
        STAIRS.put("ladder", Set.of());
        STAIRS.put("sip.transport", Set.of());
        STAIRS.put("sip.transaction", Set.of("sip.transport"));
        STAIRS.put("sip.auth", Set.of("sip.transaction", "sip.transport"));
        STAIRS.put("sip.dialog", Set.of("sip.transaction", "sip.transport"));
        STAIRS.put("sip.event", Set.of("sip.dialog", "sip.transaction", "sip.transport"));
        STAIRS.put("sip.ua", Set.of("sip.auth", "sip.dialog", "sip.transaction", "sip.transport"));
        STAIRS.put("sip.proxy", Set.of("sip.transaction", "sip.transport"));
        STAIRS.put("sip.registrar", Set.of("sip.auth", "sip.transaction", "sip.transport"));
        STAIRS.put("sip.reginfo", Set.of("sip.event", "sip.registrar"));
        STAIRS.put("pbx.directory", Set.of("sip.auth"));
        STAIRS.put(
                "pbx.route",
                Set.of(
                        "pbx.directory",
                        "sip.auth",
                        "sip.event",
                        "sip.proxy",
                        "sip.registrar",
                        "sip.transaction",
                        "sip.transport"));
        STAIRS.put(
                "pbx.admission",
                Set.of("pbx.route", "sip.auth", "sip.transaction", "sip.transport"));
        STAIRS.put("phone.settings", Set.of());
        STAIRS.put("phone.audio", Set.of("media.audio", "media.codec", "media.rtp", "media.srtp"));
        STAIRS.put("phone.video", Set.of("media.rtp", "media.srtp", "media.video", "phone.audio"));
        STAIRS.put(
                "phone",
                Set.of(
                        "media.codec",
                        "media.rtp",
                        "media.srtp",
                        "media.video",
                        "phone.audio",
                        "phone.settings",
                        "phone.video",
                        "sip.auth",
                        "sip.dialog",
                        "sip.transaction",
                        "sip.transport",
                        "sip.ua"));
        STAIRS.put("callflow", Set.of("media.audio", "phone", "phone.audio", "phone.settings"));
        STAIRS.put("console", Set.of());
        STAIRS.put("provisioning.model", Set.of());
        STAIRS.put("provisioning.form", Set.of("provisioning.model"));
        STAIRS.put(
                "provisioning.resource",
                Set.of("media.audio", "media.codec", "provisioning.model"));
        STAIRS.put("provisioning", Set.of("provisioning.form", "provisioning.model"));
        STAIRS.put("provisioning.bulk", Set.of("provisioning", "provisioning.model"));
        STAIRS.put(
                "provisioning.rollout",
                Set.of("provisioning", "provisioning.form", "provisioning.model", "pbx.directory"));
        STAIRS.put("provisioning.syslog", Set.of());
        STAIRS.put("provisioning.dhcp", Set.of());
        STAIRS.put(
                "provisioning.device",
                Set.of("provisioning", "provisioning.model", "pbx.directory"));
        STAIRS.put(
                "provisioning.serve",
                Set.of(
                        "provisioning",
                        "provisioning.device",
                        "provisioning.model",
                        "provisioning.syslog",
                        "provisioning.resource",
                        "pbx.admission",
                        "pbx.directory"));
        STAIRS.put("media.audio", Set.of());
        STAIRS.put("media.codec", Set.of());
        STAIRS.put("media.video", Set.of());
        STAIRS.put("media.rtp", Set.of("media.audio", "media.codec", "media.video"));
        STAIRS.put("media.srtp", Set.of("media.rtp"));
    }

    @Test
    void message_knows_nothing_above_it() {
        noClasses()
                .that()
                .resideInAnyPackage(full(MESSAGE))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java.lang..",
                        "java.util..",
                        "java.nio",
                        "java.nio.charset",
                        "java.time",
                        "java.io",
                        "org.jspecify..",
                        "io.switchhook.sip.grammar",
                        "io.switchhook.sip.uri",
                        "io.switchhook.sip.header",
                        "io.switchhook.sip.message",
                        "io.switchhook.sdp")
                .check(HOUSE);
    }

    @Test
    void media_knows_nothing_of_sip() {
        noClasses()
                .that()
                .resideInAPackage("io.switchhook.media..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.switchhook.sip..")
                .check(HOUSE);
    }

    @Test
    void packages_of_message_form_no_cycle() {
        slices().matching("io.switchhook.(sdp|sip.grammar|sip.uri|sip.header|sip.message)..")
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
    }

    @Test
    void each_floor_uses_only_lower_floors() {
        STAIRS.forEach((floor, below) ->
                classes()
                        .that()
                        .resideInAPackage("io.switchhook." + floor)
                        .should(useOnly(floor, below))
                        .check(HOUSE));
    }

    @Test
    void every_package_stands_on_the_stairs() {
        var known = new java.util.TreeSet<>(STAIRS.keySet());
        known.addAll(MESSAGE);
        known.addAll(Set.of("server", "testkit"));
        classes()
                .should(
                        new ArchCondition<JavaClass>("stand in a package that the stairs name") {
                            @Override
                            public void check(JavaClass item, ConditionEvents events) {
                                String name = item.getPackageName().replace("io.switchhook.", "");
                                if (!known.contains(name)) {
                                    events.add(SimpleConditionEvent.violated(item, item.getName()));
                                }
                            }
                        })
                .check(HOUSE);
    }

    @Test
    void nothing_above_transport_sees_a_socket() {
        noClasses()
                .that()
                .resideInAnyPackage("io.switchhook.sip..", "io.switchhook.pbx..")
                .and()
                .resideOutsideOfPackage("io.switchhook.sip.transport")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.netty..", "java.nio.channels..")
                                .and(not(equivalentTo(FileChannel.class))))
                .check(HOUSE);
    }

    @Test
    void the_floors_of_a_call_hold_no_locks() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "io.switchhook.sip.transaction",
                        "io.switchhook.sip.dialog",
                        "io.switchhook.sip.event",
                        "io.switchhook.sip.proxy",
                        "io.switchhook.sip.message")
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.switchhook.sip.transaction",
                        "io.switchhook.sip.dialog",
                        "io.switchhook.sip.event",
                        "io.switchhook.sip.proxy",
                        "io.switchhook.sip.message")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .check(HOUSE);
    }

    @Test
    void only_the_server_and_the_site_of_phones_read_clocks() {
        var clocks =
                Pattern.compile(
                        "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)|java\\.time\\.Instant\\.now"
                                + "|java\\.lang\\.Thread\\.sleep|java\\.util\\.Random\\.<init>|java\\.security\\.SecureRandom\\.<init>");
        noClasses()
                .that()
                .resideOutsideOfPackages("io.switchhook.server", "io.switchhook.testkit")
                .and()
                .doNotHaveFullyQualifiedName("io.switchhook.phone.Site")
                .should(
                        new ArchCondition<JavaClass>("read a clock") {
                            @Override
                            public void check(JavaClass item, ConditionEvents events) {
                                item.getAccessesFromSelf()
                                        .forEach(access -> {
                                            var target = access.getTarget();
                                            String name =
                                                    target.getOwner().getName()
                                                            + "."
                                                            + target.getName();
                                            if (clocks.matcher(name).matches()) {
                                                events.add(
                                                        SimpleConditionEvent.satisfied(
                                                                item, access.getDescription()));
                                            }
                                        });
                            }
                        })
                .check(HOUSE);
    }

    private static ArchCondition<JavaClass> useOnly(String floor, Set<String> below) {
        return new ArchCondition<>("use only " + below) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getDirectDependenciesFromSelf()
                        .forEach(dependency -> {
                            String used = dependency.getTargetClass().getPackageName();
                            if (!used.startsWith("io.switchhook.")) return;
                            String name = used.replace("io.switchhook.", "");
                            if (name.equals(floor)
                                    || MESSAGE.contains(name)
                                    || name.equals("ladder") && !floor.startsWith("media")
                                    || below.contains(name)) return;
                            events.add(
                                    SimpleConditionEvent.violated(
                                            item, dependency.getDescription()));
                        });
            }
        };
    }

    private static String[] full(Set<String> packages) {
        return packages.stream().map(p -> "io.switchhook." + p).toList().toArray(String[]::new);
    }
}
