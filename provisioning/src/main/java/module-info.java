/// Configuration files of phones: which models there are, what their files may say, and how they are written and
/// judged.
module io.switchhook.provisioning {
    requires transitive io.switchhook.pbx;
    requires java.sql;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;
    // The tests, which are compiled as part of this module, read the XML that is written here.
    requires static java.xml;

    exports io.switchhook.provisioning;
    exports io.switchhook.provisioning.device;
    exports io.switchhook.provisioning.form;
    exports io.switchhook.provisioning.model;
    exports io.switchhook.provisioning.resource;
}
