-- Runs on SQLite and on PostgreSQL.

-- What devices can be given besides what is set. kind is CONFIGURATION or FIRMWARE; model and url are of firmware alone.
create table device_release (
    name varchar(128) not null primary key,
    kind varchar(16) not null,
    model varchar(64) not null,
    url varchar(1024) not null
);

-- The files of a configuration, one for a model.
create table device_release_file (
    release_name varchar(128) not null,
    model varchar(64) not null,
    name varchar(128) not null,
    bytes blob not null,
    primary key (release_name, model)
);

-- Which release devices have while no roll-out says otherwise. scope is model or device.
create table device_pin (
    scope varchar(16) not null,
    whose varchar(64) not null,
    release_name varchar(128) not null,
    primary key (scope, whose)
);

-- One row for each roll-out, the last one the newest. phase is PLANNED, CANARIES, SOAKING, ROLLING, PAUSED, STOPPED, DONE or
-- ABORTED; at_phase is where a paused or stopped one was, and until is of soaking. model is that of which all devices are
-- meant, or empty. Times are milliseconds, those of day since 1970.
create table rollout (
    id integer not null primary key,
    release_name varchar(128) not null,
    model varchar(64) not null,
    nudge varchar(16) not null,
    per_minute integer not null,
    at_once integer not null,
    soak bigint not null,
    patience bigint not null,
    attempts integer not null,
    failures integer not null,
    percent integer not null,
    phase varchar(16) not null,
    at_phase varchar(16) not null,
    until bigint not null,
    why varchar(256) not null,
    forgiven integer not null
);

-- position is the order in which they are told; progress is WAITING, TOLD, FETCHED, BACK, AWAY, FAILED or REMOVED.
create table rollout_target (
    rollout integer not null,
    position integer not null,
    mac varchar(12) not null,
    model varchar(64) not null,
    before_release varchar(128) not null,
    canary integer not null,
    progress varchar(16) not null,
    told bigint not null,
    attempt integer not null,
    primary key (rollout, mac)
);
