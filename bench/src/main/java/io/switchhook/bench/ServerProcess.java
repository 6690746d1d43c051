package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server as `switchhook serve` starts it, on free ports of loopback, with a certificate made for it and nobody asked for a
/// password. Its folder goes with it.
final class ServerProcess implements AutoCloseable {
    /// A virtual machine that has learnt something writes it down at its end.
    private static final int MOST_SECONDS_TO_END = 120;

    private static final String DOMAIN = "domains=office.example";

    private final Path folder;
    private final List<String> options;
    private final List<String> settings;
    private final String ready;
    private Process process;

    private ServerProcess(
            Path folder, List<String> options, List<String> settings, Launched launched) {
        this.folder = folder;
        this.options = options;
        this.settings = settings;
        this.process = launched.process;
        this.ready = launched.ready;
    }

    /// @param ready what it said when its listeners accepted
    private record Launched(Process process, String ready) {}

    /// @param options for its virtual machine
    static ServerProcess start(List<String> options, String... settings) throws Exception {
        var folder = Files.createTempDirectory("switchhook-bench");
        return start(folder, "udp://127.0.0.1:0,tls://127.0.0.1:0", options, settings);
    }

    /// @param folder goes with it
    /// @param listen as the key of the configuration
    static ServerProcess start(Path folder, String listen, List<String> options, String... settings)
            throws Exception {
        var certificate = Certificate.in(folder);
        var all = new ArrayList<String>();
        for (String setting :
                List.of(
                        DOMAIN,
                        "authentication=none",
                        "console=none",
                        "log.level=warn",
                        "tls.certificate=" + certificate.chain(),
                        "tls.key=" + certificate.key()))
            if (Stream.of(settings).noneMatch(own -> key(own).equals(key(setting))))
                all.add(setting);
        all.addAll(List.of(settings));
        var launched = launch(folder, java(options), Map.of(), all, listen);
        return new ServerProcess(folder, options, all, launched);
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private Launched launch(List<String> program, Map<String, String> environment, String listen)
            throws IOException {
        return launch(folder, program, environment, settings, listen);
    }

    /// @param program all that stands before `serve`
    private static Launched launch(
            Path folder,
            List<String> program,
            Map<String, String> environment,
            List<String> settings,
            String listen)
            throws IOException {
        var command = new ArrayList<>(program);
        command.addAll(List.of("serve", "--data", folder.resolve("data").toString()));
        command.addAll(List.of("--set", "listen=" + listen));
        for (String setting : settings) command.addAll(List.of("--set", setting));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        var out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine())
            if (line.startsWith("ready ")) return new Launched(process, line);
        throw new IOException("the server did not start: " + String.join(" ", command));
    }

    /// Java, with everything that stands before `serve`.
    private static List<String> java(List<String> options) {
        var command = new ArrayList<>(virtualMachine());
        if (options.stream().anyMatch(ServerProcess::choosesCollector))
            command.removeIf(ServerProcess::choosesCollector); // it refuses to have two
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), "io.switchhook.server.Main"));
        return command;
    }

    private static boolean choosesCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }

    /// As `./switchhook` starts it, which tells in `switchhook.server.options` how that is, one option a line.
    private static List<String> virtualMachine() {
        var command = new ArrayList<>(List.of(java("java")));
        System.getProperty("switchhook.server.options", "--enable-native-access=ALL-UNNAMED")
                .lines()
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        return command;
    }

    private static String classPath() {
        return System.getProperty(
                "switchhook.server.classpath", System.getProperty("java.class.path"));
    }

    /// Makes accounts of lines of user,password,name.
    void importAccounts(List<String> lines) throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("accounts.csv"), lines);
        var command = new ArrayList<>(virtualMachine());
        command.addAll(List.of("-cp", classPath()));
        command.addAll(List.of("io.switchhook.server.Main", "account", "import", file.toString()));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        for (String setting : settings)
            if (setting.startsWith("domains=")) command.addAll(List.of("--set", setting));
        run(command);
    }

    /// As a power cut ends it: at once, and nothing is written any more.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again after [#kill()], with the same addresses and the same folder; returns when it is ready.
    void restart() throws IOException {
        process = launch(java(options), Map.of(), listen()).process;
    }

    /// As [#restart()], but by the script that a source tree has, which looks at the sources first.
    void restart(Path launcher) throws IOException {
        var environment =
                Map.of(
                        "SWITCHHOOK_JAVA_HOME", System.getProperty("java.home"),
                        "SWITCHHOOK_JAVA_OPTS", String.join(" ", options));
        process = launch(List.of(launcher.toString()), environment, listen()).process;
    }

    private String listen() {
        return "udp://127.0.0.1:%d,tls://127.0.0.1:%d".formatted(udp().getPort(), tls().getPort());
    }

    /// What it said behind the line that says it is ready.
    ///
    /// @return waits for it; empty if it has ended without one
    String nextLine() throws IOException {
        var line = process.inputReader().readLine();
        return line == null ? "" : line;
    }

    long process() {
        return process.pid();
    }

    /// What the processors did for it since it started.
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// A program of this class path in a process of its own.
    static Process javaWith(String... words) throws IOException {
        var command = new ArrayList<>(List.of(java("java"), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0)
            throw new IOException(String.join(" ", command) + " failed: " + text);
        return text;
    }

    /// @param transport as in a URL, such as `udp`
    InetSocketAddress address(String transport) {
        var found = Pattern.compile(transport + "://([0-9.]+):(\\d+)").matcher(ready);
        if (!found.find()) throw new IllegalStateException("no " + transport + " in " + ready);
        return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
    }

    InetSocketAddress udp() {
        return address("udp");
    }

    InetSocketAddress tls() {
        return address("tls");
    }

    /// In bytes, as the kernel counts what the process has in memory.
    long resident() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")))
            if (line.startsWith("VmRSS:"))
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
        throw new IOException("no VmRSS");
    }

    /// In bytes, after a collection.
    long liveHeap() throws IOException, InterruptedException {
        return new ServerMachine(process.pid()).liveHeap();
    }

    /// What the virtual machine knows of itself.
    String ask(String question) throws IOException, InterruptedException {
        return new ServerMachine(process.pid()).ask(question);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(MOST_SECONDS_TO_END, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
