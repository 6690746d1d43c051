package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The virtual machine of a server that runs, asked with `jcmd`.
record ServerMachine(long process) {
    /// The last line of a histogram of classes: instances and bytes.
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

    private static final String NAME = "name=bench";

    private static final String SETTINGS =
            """
            <configuration version="2.0">
              <event name="%1$s">
                <setting name="enabled">true</setting>
                <setting name="throttle">%3$d ms</setting>
                <setting name="stackTrace">true</setting>
              </event>
              <event name="%2$s">
                <setting name="enabled">true</setting>
                <setting name="throttle">200/s</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """;

    /// Records from now on where its threads spend processor time and what they allocate, and nothing else.
    ///
    /// @param period milliseconds of processor time of a thread between two samples
    void record(int period) throws IOException, InterruptedException {
        var file = Files.createTempFile("bench", ".jfc");
        try {
            Files.writeString(file, SETTINGS.formatted(Profile.SAMPLE, Profile.ALLOCATION, period));
            ask("JFR.start", NAME, "settings=" + file);
        } finally {
            Files.delete(file);
        }
    }

    void writeRecording(Path file) throws IOException, InterruptedException {
        if (file.getParent() != null) Files.createDirectories(file.getParent());
        ask("JFR.stop", NAME, "filename=" + file);
        if (!Files.exists(file)) throw new IOException("the server wrote no recording to " + file);
    }

    /// In bytes, after a collection. Of what is alive, whatever generations or regions the collector has.
    long liveHeap() throws IOException, InterruptedException {
        var histogram = ask("GC.class_histogram");
        var total = TOTAL.matcher(histogram);
        if (!total.find()) throw new IOException(histogram);
        return Long.parseLong(total.group(1));
    }

    /// @throws IOException with what it said if it could not
    String ask(String... words) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var question = String.join(" ", List.of(words));
        var asked =
                new ProcessBuilder(program, Long.toString(process), question)
                        .redirectErrorStream(true)
                        .start();
        var said = new String(asked.getInputStream().readAllBytes());
        if (asked.waitFor() != 0) throw new IOException(question + " failed: " + said.strip());
        return said;
    }
}
