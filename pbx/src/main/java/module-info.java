/// What the office bought: its accounts, and who is called where.
module io.switchhook.pbx {
    requires transitive io.switchhook.ua;
    requires transitive io.switchhook.proxy;
    requires transitive io.switchhook.registrar;
    requires java.sql;
    requires com.github.benmanes.caffeine;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires transitive org.jdbi.v3.core;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.switchhook.pbx.admission;
    exports io.switchhook.pbx.directory;
    exports io.switchhook.pbx.route;
}
