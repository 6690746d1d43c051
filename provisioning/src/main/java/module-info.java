/// Configuration files of phones: which models there are, what their files may say, and how they are written and
/// judged.
module io.switchhook.provisioning {
    requires com.github.benmanes.caffeine;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.switchhook.media;
    requires transitive io.switchhook.pbx;
    requires java.desktop;
    requires java.naming;
    requires java.sql;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;
    // The tests, which are compiled as part of this module, read the XML that is written here, and
    // fetch files.
    requires static java.net.http;
    requires static java.xml;

    exports io.switchhook.provisioning.bulk;
    exports io.switchhook.provisioning.device;
    exports io.switchhook.provisioning.dhcp;
    exports io.switchhook.provisioning.form;
    exports io.switchhook.provisioning.model;
    exports io.switchhook.provisioning.resource;
    exports io.switchhook.provisioning.rollout;
    exports io.switchhook.provisioning.serve;
    exports io.switchhook.provisioning.syslog;
    exports io.switchhook.provisioning;
}
