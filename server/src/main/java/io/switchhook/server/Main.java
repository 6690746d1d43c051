package io.switchhook.server;

/// The program.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(ConfigurationSource.DEFAULTS.read().settings());
    }
}
