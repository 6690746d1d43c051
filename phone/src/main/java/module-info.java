/// Phones without a screen: the models, their configuration files, and what the settings say.
module io.switchhook.phone {
    requires transitive io.switchhook.message;
    requires java.xml;
    requires static transitive org.jspecify;

    exports io.switchhook.phone.settings;
}
