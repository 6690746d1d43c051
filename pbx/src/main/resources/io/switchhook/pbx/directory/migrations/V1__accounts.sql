-- Runs on SQLite and on PostgreSQL.
create table setting (
    name varchar(64) not null primary key,
    value varchar(1024) not null
);

-- HA1s are hexadecimal; realm is what they were computed for.
create table account (
    user_name varchar(64) not null primary key,
    domain varchar(255) not null,
    display_name varchar(128) not null,
    realm varchar(255) not null,
    ha1_md5 varchar(32) not null,
    ha1_sha_256 varchar(64) not null,
    ha1_sha_512_256 varchar(64) not null,
    redirects varchar(16) not null
);
