package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A server as `switchhook serve` starts it, on free ports of loopback, with a certificate made for it and nobody asked for a
/// password. Its folder goes with it.
final class ServerProcess implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Path folder;
    private final Process process;
    private final InetSocketAddress udp;
    private final InetSocketAddress tls;

    private ServerProcess(Path folder, Process process, String ready) {
        this.folder = folder;
        this.process = process;
        this.udp = address(ready, "udp");
        this.tls = address(ready, "tls");
    }

    /// @param options for its virtual machine
    static ServerProcess start(List<String> options, String... settings) throws Exception {
        var folder = Files.createTempDirectory("switchhook-bench");
        keytool(folder, "-genkeypair", "-keyalg", "EC", "-dname", "CN=bench", "-validity", "2");
        var certificate = folder.resolve("bench.pem");
        keytool(folder, "-exportcert", "-rfc", "-file", certificate.toString());
        var command = new ArrayList<String>();
        command.add(java("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseCompactObjectHeaders"));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.switchhook.server.Main",
                        "serve",
                        "--data",
                        folder.resolve("data").toString()));
        for (String setting :
                List.of(
                        "domains=office.example",
                        "listen=udp://127.0.0.1:0,tls://127.0.0.1:0",
                        "authentication=none",
                        "console=none",
                        "log.level=warn",
                        "tls.certificate=" + certificate,
                        "tls.key=" + key(folder))) command.addAll(List.of("--set", setting));
        for (String setting : settings) command.addAll(List.of("--set", setting));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine())
            if (line.startsWith("ready ")) return new ServerProcess(folder, process, line);
        throw new IOException("the server did not start: " + String.join(" ", command));
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

    private static void keytool(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(java("keytool")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "bench", "-storepass", "changeit", "-keystore"));
        command.add(folder.resolve("bench.p12").toString());
        run(command);
    }

    private static Path key(Path folder) throws Exception {
        var store =
                KeyStore.getInstance(
                        folder.resolve("bench.p12").toFile(), "changeit".toCharArray());
        var der = store.getKey("bench", "changeit".toCharArray()).getEncoded();
        var text = Base64.getMimeEncoder().encodeToString(der);
        return Files.writeString(
                folder.resolve("bench.key"),
                "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    private static String run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0)
            throw new IOException(String.join(" ", command) + " failed: " + text);
        return text;
    }

    private static InetSocketAddress address(String ready, String transport) {
        var found = Pattern.compile(transport + "://([0-9.]+):(\\d+)").matcher(ready);
        if (!found.find()) throw new IllegalStateException("no " + transport + " in " + ready);
        return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
    }

    InetSocketAddress udp() {
        return udp;
    }

    InetSocketAddress tls() {
        return tls;
    }

    /// In bytes, as the kernel counts what the process has in memory.
    long resident() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")))
            if (line.startsWith("VmRSS:"))
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
        throw new IOException("no VmRSS");
    }

    /// In bytes, after a collection.
    long liveHeap() throws Exception {
        run(List.of(java("jcmd"), Long.toString(process.pid()), "GC.run"));
        var info = run(List.of(java("jcmd"), Long.toString(process.pid()), "GC.heap_info"));
        var used = USED.matcher(info);
        if (!used.find()) throw new IOException(info);
        return Long.parseLong(used.group(1)) * 1024;
    }

    /// What the virtual machine knows of itself.
    String ask(String question) throws Exception {
        return run(List.of(java("jcmd"), Long.toString(process.pid()), question));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
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
