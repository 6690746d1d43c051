-- Runs on SQLite and on PostgreSQL.

-- What was set, by whom and when: layer, whose and name as in device_setting. An empty text before or after is no value.
create table device_setting_change (
    id integer not null primary key,
    at bigint not null,
    who varchar(64) not null,
    layer varchar(16) not null,
    whose varchar(64) not null,
    name varchar(128) not null,
    before_value varchar(1024) not null,
    after_value varchar(1024) not null
);
create index device_setting_change_layer on device_setting_change (layer, whose, id);
