/// The operator's page and its API.
module io.switchhook.console {
    requires io.javalin;
    requires io.prometheus.metrics.core;
    requires io.prometheus.writer.text;
    requires io.prometheus.metrics.model;
    requires java.management;
    requires jdk.management;
    requires kotlin.stdlib;
    requires org.bouncycastle.provider;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports io.switchhook.console;
}
