-- Runs on SQLite and on PostgreSQL.

-- What a device logs in with, for an account. HA1s are hexadecimal; realm is what they were computed for. Of one device and
-- line, those with a lower number are older. proven is 1 once it was used.
create table device_login (
    auth_name varchar(128) not null primary key,
    user_name varchar(64) not null,
    device varchar(12) not null,
    issue bigint not null,
    proven integer not null,
    realm varchar(255) not null,
    ha1_md5 varchar(32) not null,
    ha1_sha_256 varchar(64) not null,
    ha1_sha_512_256 varchar(64) not null
);
create index device_login_device on device_login (device);

-- mac is twelve hexadecimal digits; state is expected, adopted or held; until is for expected alone, and address and agent
-- are of who is served. Times are milliseconds since 1970.
create table device (
    mac varchar(12) not null primary key,
    state varchar(16) not null,
    model varchar(64) not null,
    group_name varchar(64) not null,
    since bigint not null,
    until bigint not null,
    address varchar(64) not null,
    agent varchar(256) not null
);

create table device_account (
    mac varchar(12) not null,
    line integer not null,
    user_name varchar(64) not null,
    primary key (mac, line)
);

-- Who else asked as a device that is adopted.
create table device_rival (
    mac varchar(12) not null,
    address varchar(64) not null,
    agent varchar(256) not null,
    last_asked bigint not null,
    primary key (mac, address, agent)
);

-- What happened to a device, the oldest rows gone.
create table device_visit (
    id integer not null primary key,
    mac varchar(12) not null,
    at bigint not null,
    address varchar(64) not null,
    agent varchar(256) not null,
    over varchar(16) not null,
    file varchar(128) not null,
    outcome varchar(16) not null,
    why varchar(256) not null
);
create index device_visit_mac on device_visit (mac, id);

-- layer is system, model, group or device; whose is empty for system.
create table device_setting (
    layer varchar(16) not null,
    whose varchar(64) not null,
    name varchar(128) not null,
    value varchar(1024) not null,
    primary key (layer, whose, name)
);

-- digest is SHA-256 of the token, hexadecimal.
create table device_token (
    digest varchar(64) not null primary key,
    until bigint not null
);
