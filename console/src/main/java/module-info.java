/// The operator's HTTP endpoints.
module io.switchhook.console {
    requires io.javalin;
    requires io.prometheus.metrics.core;
    requires io.prometheus.writer.text;
    requires io.prometheus.metrics.model;
    requires java.management;
    requires jdk.management;
    requires kotlin.stdlib;
    requires org.eclipse.jetty.server;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports io.switchhook.console;
}
