-- Which owners had the secrets of devices that went to another owner, in case one of them is set again.
create table owner_secret (
    tenant_id   uuid not null references entity (id) on delete cascade,
    secret_hash text not null,
    owner_id    uuid not null,
    known_at    bigint not null,
    primary key (tenant_id, secret_hash, owner_id)
);
create index owner_secret_age on owner_secret (tenant_id, known_at);
