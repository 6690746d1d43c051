package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script in the root of the repository, in a repository of its own with a false JDK and a false Maven.
class LauncherTest {
    private static final int UNAVAILABLE = 69;

    private record Run(int code, String text) {}

    @TempDir private Path folder;
    private Path root;

    @BeforeEach
    void lay() throws IOException {
        root = Files.createDirectories(folder.resolve("a b").resolve("repository"));
        Files.copy(
                Path.of("..", "switchhook"),
                root.resolve("switchhook"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("server/src"));
        Files.writeString(root.resolve("server/src/Main.java"), "class Main {}");
        Files.createDirectories(folder.resolve("bin"));
    }

    private Path jdk(String name, String version) throws IOException {
        var jdk = folder.resolve("jvm").resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), "echo " + name + " \"$@\"");
        script(jdk.resolve("bin/javac"), "exit 1");
        return jdk;
    }

    /// @param script what Maven does, beside building
    private void maven(String script) throws IOException {
        script(
                folder.resolve("bin/mvn"),
                script
                        + "\necho mvn \"$@\" >> '"
                        + folder
                        + "/mvn.log'\nmkdir -p '"
                        + root
                        + "/server/target/lib'\n: > '"
                        + root
                        + "/server/target/lib/server-1.jar'\necho '[INFO] Building Switchhook: message 0.1.0                [2/11]'");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void built(Instant when) throws IOException {
        var lib = Files.createDirectories(root.resolve("server/target/lib"));
        var jar = lib.resolve("server-1.jar");
        Files.writeString(jar, "");
        Files.setLastModifiedTime(jar, FileTime.from(when));
    }

    private List<String> maven() throws IOException {
        var log = folder.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(root.resolve("switchhook"), environment, arguments);
    }

    private Run run(Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().put("SWITCHHOOK_JVM_DIRS", folder.resolve("jvm").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /// Hides what the machine has.
    private void noJavaOnPath() throws IOException {
        script(folder.resolve("bin/java"), "exit 1");
    }

    @Test
    void without_a_jdk_it_says_which_to_install() throws Exception {
        noJavaOnPath();
        jdk("old", "17.0.15");
        var run = run(Map.of("JAVA_HOME", folder.resolve("jvm/old").toString()), "demo");
        assertThat(run.code()).isEqualTo(UNAVAILABLE);
        assertThat(run.text()).contains("JDK 25 or newer", "apt install temurin-25-jdk");
    }

    @Test
    void a_jdk_that_was_named_must_do() throws Exception {
        jdk("new", "25.0.3");
        var run = run(Map.of("SWITCHHOOK_JAVA_HOME", "/nowhere"), "demo");
        assertThat(run.code()).isEqualTo(UNAVAILABLE);
        assertThat(run.text()).contains("SWITCHHOOK_JAVA_HOME is /nowhere");
    }

    @Test
    void the_jdk_is_the_one_named_then_java_home_then_any() throws Exception {
        noJavaOnPath();
        built(Instant.now().plusSeconds(60));
        jdk("any", "25");
        var home = jdk("home", "26.0.1");
        var named = jdk("named", "27-ea");
        var environment =
                Map.of("JAVA_HOME", home.toString(), "SWITCHHOOK_JAVA_HOME", named.toString());
        assertThat(run(environment, "x").text()).startsWith("named ");
        assertThat(run(Map.of("JAVA_HOME", home.toString()), "x").text()).startsWith("home ");
        assertThat(run(Map.of("JAVA_HOME", "/nowhere"), "x").text()).startsWith("any ");
    }

    @Test
    void what_is_built_runs_with_its_options_and_arguments_from_anywhere() throws Exception {
        noJavaOnPath();
        built(Instant.now().plusSeconds(60));
        jdk("any", "25");
        var link =
                Files.createSymbolicLink(
                        folder.resolve("link"), Path.of("a b/repository/switchhook"));
        var second = Files.createSymbolicLink(folder.resolve("second"), link);
        processors(4);
        var run = run(second, Map.of("SWITCHHOOK_JAVA_OPTS", "-Xmx1g -Dx=y"), "serve", "a b");
        assertThat(run)
                .isEqualTo(
                        new Run(
                                0,
                                "any --enable-native-access=ALL-UNNAMED"
                                        + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                                        + " -XX:+UseCompactObjectHeaders -XX:-UseDynamicNumberOfCompilerThreads"
                                        + " -XX:MaxGCPauseMillis=50 -XX:Tier3DelayOn=0 -XX:Tier3DelayOff=0"
                                        + " -XX:MetaspaceSize=64m -Xlog:disable -Xlog:all=warning:stderr"
                                        + largePages()
                                        + " -Xmx1g -Dx=y -cp "
                                        + root.toRealPath()
                                        + "/server/target/lib/* io.switchhook.server.Main serve a b\n"));
        assertThat(maven()).isEmpty();
    }

    private void processors(int number) throws IOException {
        script(folder.resolve("bin/nproc"), "echo " + number);
    }

    private static String largePages() throws IOException {
        var kernel = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        boolean has = Files.isReadable(kernel) && !Files.readString(kernel).contains("[never]");
        return has ? " -XX:+UseTransparentHugePages" : "";
    }

    @ParameterizedTest
    @CsvSource({
        "2, '', '-XX:+UseSerialGC -Xms96m'",
        "3, -Dx=y, '-XX:+UseSerialGC -Xms96m'",
        "2, -XX:+UseZGC, -Xms96m",
        "2, -Dx=y -XX:+UseG1GC -Dy=z, -Xms96m",
        "2, -Xmx64m, -XX:+UseSerialGC",
        "4, '', ''"
    })
    void a_machine_of_few_processors_collects_on_none_of_its_own(
            int processors, String options, String more) throws Exception {
        noJavaOnPath();
        built(Instant.now().plusSeconds(60));
        jdk("any", "25");
        processors(processors);
        var run = run(Map.of("SWITCHHOOK_JAVA_OPTS", options), "serve").text();
        var ours = (" " + more).stripTrailing() + largePages();
        var theirs = options.isEmpty() ? "" : " " + options;
        assertThat(run).contains(" -Xlog:all=warning:stderr" + ours + theirs + " -cp ");
    }

    @Test
    void what_is_trained_after_the_build_is_used() throws Exception {
        noJavaOnPath();
        built(Instant.now().minusSeconds(60));
        jdk("any", "25");
        var sources = FileTime.from(Instant.now().minusSeconds(120));
        try (var all = Files.walk(root)) {
            for (var file : all.toList())
                if (!file.startsWith(root.resolve("server/target")))
                    Files.setLastModifiedTime(file, sources);
        }
        var trained = Files.writeString(root.resolve("server/target/switchhook.aot"), "");
        assertThat(run(Map.of(), "serve").text())
                .contains(" -XX:AOTCache=", "/switchhook.aot -cp ");
        Files.setLastModifiedTime(trained, FileTime.from(Instant.now().minusSeconds(90)));
        assertThat(run(Map.of(), "serve").text()).startsWith("any ").doesNotContain("AOTCache");
    }

    @Test
    void a_missing_build_is_made_and_told() throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        maven("");
        var run = run(Map.of(), "x");
        assertThat(run.code()).isZero();
        assertThat(run.text())
                .contains("The first time this takes a minute", "2/11 message", "any -");
        assertThat(maven()).hasSize(1);
        assertThat(run(Map.of(), "x").text()).startsWith("any -");
        assertThat(maven()).hasSize(1);
    }

    @Test
    void an_old_build_is_made_anew() throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        maven("");
        built(Instant.now().minusSeconds(3600));
        assertThat(run(Map.of("SWITCHHOOK_NO_BUILD", "1"), "x").text()).startsWith("any -");
        assertThat(run(Map.of(), "x").text()).contains("the sources are newer than the build");
        assertThat(maven()).hasSize(1);
    }

    @Test
    void a_failed_build_says_why_and_nothing_runs() throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        maven("echo '[INFO] noise'; echo '[ERROR] Main.java:[1,1] no such thing'; exit 1");
        var run = run(Map.of(), "x");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.text())
                .contains("Main.java:[1,1] no such thing", "the build failed")
                .doesNotContain("noise", "any -");
    }

    @Test
    void a_failed_download_is_tried_once_more() throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        maven(
                "case \"$*\" in *-U*) ;; *) echo '[ERROR] Could not transfer artifact a:b: Connection reset'; exit 1 ;; esac");
        var run = run(Map.of(), "x");
        assertThat(run.code()).isZero();
        assertThat(run.text()).contains("a download failed: trying once more", "any -");
    }

    @Test
    void two_that_start_at_once_build_once() throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        maven("while [ ! -e '" + folder + "/go' ]; do :; done");
        var codes = new ArrayList<Process>();
        for (int i = 0; i < 2; i++) {
            var builder =
                    new ProcessBuilder(root.resolve("switchhook").toString(), "x")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output" + i).toFile());
            builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
            builder.environment().put("SWITCHHOOK_JAVA_HOME", folder.resolve("jvm/any").toString());
            builder.environment().remove("SWITCHHOOK_NO_BUILD");
            codes.add(builder.start());
        }
        Files.writeString(folder.resolve("go"), "");
        for (var process : codes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(maven()).hasSize(1);
    }

    @Test
    void without_maven_it_says_so() throws Exception {
        var tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : List.of("sh", "sed", "head", "readlink", "find", "cat", "flock"))
            script(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        jdk("any", "25");
        var run = run(Map.of("PATH", tools.toString()), "x");
        assertThat(run.code()).isEqualTo(UNAVAILABLE);
        assertThat(run.text()).contains("found no mvn on PATH", "apt install maven");
    }

    /// Runs all tests, of which Maven says this, and then ends with a status.
    private Run tested(String log, int status) throws Exception {
        noJavaOnPath();
        jdk("any", "25");
        Files.writeString(folder.resolve("said"), log);
        maven("cat '" + folder.resolve("said") + "'; trap 'exit " + status + "' EXIT");
        return run(Map.of(), "test");
    }

    @Test
    void test_sums_up() throws Exception {
        var run =
                tested(
                        """
                        [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1
                        [INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0
                        """,
                        0);
        assertThat(run.code()).isZero();
        assertThat(run.text()).contains("7 tests run, 0 failed, 0 flaky, 1 skipped: all is well");
        assertThat(maven()).singleElement().asString().contains(" verify");
    }

    /// Maven is told to go on, so its status says nothing of tests.
    @Test
    void test_names_what_failed_and_fails() throws Exception {
        var run =
                tested(
                        """
                        [INFO] Building Switchhook: ua 0.1.0-SNAPSHOT                 [8/17]
                        [INFO] Results:
                        [INFO]\s
                        [ERROR] Failures:\s
                        [ERROR]   CallTest.rings:12 expected 180
                        [ERROR] Errors:\s
                        [ERROR]   CallTest.ends:34 IllegalState
                        [INFO]\s
                        [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
                        [INFO]\s
                        [ERROR] There are test failures.
                        [INFO] Building Switchhook: proxy 0.1.0-SNAPSHOT              [9/17]
                        [INFO] Results:
                        [INFO]\s
                        [INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0
                        """,
                        0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.text())
                .contains("in ua:", "  CallTest.rings:12 expected 180", "  CallTest.ends:34")
                .doesNotContain("in proxy:")
                .contains("8 tests run, 2 failed, 0 flaky, 0 skipped: FAILED");
    }

    @Test
    void test_names_what_failed_only_at_first() throws Exception {
        var run =
                tested(
                        """
                        [INFO] Building Switchhook: interop 0.1.0-SNAPSHOT           [17/17]
                        [INFO] Results:
                        [INFO]\s
                        [WARNING] Flakes:\s
                        [WARNING] io.switchhook.interop.RestartTest.ends
                        [ERROR]   Run 1: RestartTest.ends:12 expected 0
                        [INFO]   Run 2: PASS
                        [INFO]\s
                        [WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Flakes: 1
                        """,
                        0);
        assertThat(run.code()).isZero();
        assertThat(run.text())
                .contains("in interop:", "RestartTest.ends:12 expected 0", "Run 2: PASS")
                .contains("3 tests run, 0 failed, 1 flaky, 0 skipped: all is well");
    }

    @Test
    void test_fails_where_the_build_does() throws Exception {
        var run = tested("[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\n", 3);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.text())
                .contains("3 tests run, 0 failed, 0 flaky, 0 skipped: the build FAILED");
    }

    @Test
    void test_fails_where_nothing_ran() throws Exception {
        var run = tested("[INFO] No tests to run.\n", 0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.text())
                .contains("0 tests run, 0 failed, 0 flaky, 0 skipped: FAILED, nothing ran");
    }

    /// A fault outside of any test, which Maven tells and does not count.
    @Test
    void test_fails_where_a_fault_was_not_counted() throws Exception {
        var run =
                tested(
                        """
                        [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0
                        [ERROR] There was a timeout in the fork
                        """,
                        0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.text()).contains("0 failed, 0 flaky, 0 skipped: FAILED");
    }
}
