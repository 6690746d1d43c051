/// Phones without a screen: the models, their configuration files, what the settings say, and what such a phone does.
module io.switchhook.phone {
    requires transitive io.switchhook.media;
    requires transitive io.switchhook.message;
    requires io.switchhook.ua;
    requires transitive io.switchhook.transport;
    requires java.net.http;
    requires static java.desktop;
    requires java.xml;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.switchhook.phone;
    exports io.switchhook.phone.audio;
    exports io.switchhook.phone.settings;
    exports io.switchhook.phone.video;
}
