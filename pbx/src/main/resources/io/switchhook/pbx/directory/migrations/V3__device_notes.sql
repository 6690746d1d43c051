-- Runs on SQLite and on PostgreSQL.

-- What happened to a device besides its questions for files, the oldest rows gone. kind is CHECK_SYNC, ROLLOUT, ACTION or
-- LOG. Times are milliseconds since 1970.
create table device_note (
    id integer not null primary key,
    mac varchar(12) not null,
    at bigint not null,
    kind varchar(16) not null,
    text varchar(256) not null
);
create index device_note_mac on device_note (mac, id);
