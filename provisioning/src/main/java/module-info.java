/// Configuration files of phones: which models there are, what their files may say, and how they are written and
/// judged.
module io.switchhook.provisioning {
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;

    exports io.switchhook.provisioning;
    exports io.switchhook.provisioning.form;
    exports io.switchhook.provisioning.model;
}
