/// What the office bought: so far its accounts.
module io.switchhook.pbx {
    requires transitive io.switchhook.ua;
    requires java.sql;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires org.jdbi.v3.core;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.switchhook.pbx.directory;
}
