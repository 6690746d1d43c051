-- Runs on SQLite and on PostgreSQL.

-- What is done with the calls of a person, of those who have set anything: one that stands in the configuration file may have a
-- row too. Where calls go is as it was written, empty for nowhere; do_not_disturb is 1 while it is set.
create table call_feature (
    user_name varchar(64) not null primary key,
    forward_always varchar(256) not null,
    forward_busy varchar(256) not null,
    forward_no_answer varchar(256) not null,
    forward_after integer not null,
    do_not_disturb integer not null
);
