-- The record of everything but series. Ids are UUIDv7, so the order of ids is the order of creation.

-- One row per entity of any kind; a tenant is its own tenant and owner. A summary stands beside large bodies only.
create table entity (
    id          uuid primary key,
    tenant_id   uuid not null,
    kind        text not null,
    owner_id    uuid not null references entity (id) deferrable initially deferred,
    name        text not null,
    unique_key  text,
    subtype     text,
    label       text,
    profile_id  uuid references entity (id) deferrable initially deferred,
    body        text not null,
    summary     text,
    version     bigint not null,
    owner_since bigint not null,
    owner_by    uuid
);
create index entity_tenant on entity (tenant_id, id);
create index entity_owner on entity (owner_id);
create index entity_profile on entity (profile_id) where profile_id is not null;
create unique index entity_unique_key on entity (tenant_id, kind, unique_key) where unique_key is not null;

-- Members of groups made by hand; the members of a group All follow from the owner.
create table group_member (
    group_id  uuid not null references entity (id) on delete cascade,
    entity_id uuid not null references entity (id) on delete cascade,
    tenant_id uuid not null,
    added_at  bigint not null,
    added_by  uuid,
    primary key (group_id, entity_id)
);
create index group_member_entity on group_member (entity_id);
create index group_member_tenant on group_member (tenant_id);

-- A role given to a user group or a user, for everything of its owner, one entity group, or one entity.
-- Groups All have no row of their own, so subject and target carry no foreign key.
create table access_grant (
    id          uuid primary key,
    tenant_id   uuid not null,
    subject_id  uuid not null,
    role_id     uuid not null references entity (id) on delete cascade,
    target_id   uuid,
    target_kind text,
    from_time   bigint not null,
    until_time  bigint not null,
    is_public   boolean not null,
    created_by  uuid,
    constraint access_grant_once unique nulls not distinct (subject_id, role_id, target_id)
);
create index access_grant_tenant on access_grant (tenant_id);

create table relation (
    tenant_id       uuid not null,
    from_id         uuid not null references entity (id) on delete cascade,
    to_id           uuid not null references entity (id) on delete cascade,
    relation_type   text not null,
    type_group      text not null,
    additional_info text,
    version         bigint not null,
    primary key (from_id, to_id, relation_type, type_group)
);
create index relation_to on relation (to_id);
create index relation_tenant on relation (tenant_id);

create table attribute (
    entity_id uuid not null references entity (id) on delete cascade,
    scope     text not null,
    key       text not null,
    tenant_id uuid not null,
    value     text not null,
    updated   bigint not null,
    primary key (entity_id, scope, key)
);
create index attribute_tenant on attribute (tenant_id);

create table user_account (
    user_id          uuid primary key references entity (id) on delete cascade,
    email            text not null,
    password_hash    text,
    enabled          boolean not null,
    activate_token   text,
    activate_until   bigint,
    reset_token      text,
    reset_until      bigint,
    reset_asked      bigint,
    failed_attempts  integer not null default 0,
    tokens_from      bigint not null default 0,
    password_set     bigint,
    last_login       bigint
);
create unique index user_account_email on user_account (lower(email));
create unique index user_account_activate on user_account (activate_token) where activate_token is not null;
create unique index user_account_reset on user_account (reset_token) where reset_token is not null;

-- Passwords that a user had, while the password policy asks to remember them.
create table former_password (
    user_id  uuid not null references user_account (user_id) on delete cascade,
    hash     text not null,
    replaced bigint not null
);
create index former_password_user on former_password (user_id, replaced);

-- One row per log-in; without its row a refresh token is worth nothing.
create table user_session (
    id         uuid primary key,
    user_id    uuid references entity (id) on delete cascade,
    created    bigint not null,
    expires    bigint not null
);
create index user_session_user on user_session (user_id);

create table api_key (
    id          uuid primary key,
    tenant_id   uuid not null,
    user_id     uuid not null references entity (id) on delete cascade,
    description text not null,
    enabled     boolean not null,
    expires     bigint not null,
    value_hash  text not null unique
);
create index api_key_user on api_key (user_id);

create table device_credentials (
    id                uuid primary key,
    device_id         uuid not null unique references entity (id) on delete cascade,
    tenant_id         uuid not null,
    type              text not null,
    credentials_id    text not null,
    credentials_value text,
    version           bigint not null,
    constraint device_credentials_once unique (credentials_id)
);

-- Keys by which devices that are not known yet name their profile; unique over the installation.
create table device_provision_key (
    profile_id uuid primary key references entity (id) on delete cascade,
    tenant_id  uuid not null,
    key        text not null,
    constraint device_provision_key_once unique (key)
);

-- Offers of devices to be claimed.
create table device_claim (
    device_id   uuid primary key references entity (id) on delete cascade,
    tenant_id   uuid not null,
    secret_hash text not null,
    expires     bigint not null
);

-- Persistent commands for devices.
create table rpc (
    id              uuid primary key,
    tenant_id       uuid not null,
    device_id       uuid not null references entity (id) on delete cascade,
    expiration      bigint not null,
    request         text not null,
    response        text,
    status          text not null,
    retries         int not null,
    oneway          boolean not null,
    additional_info text
);
create index rpc_device on rpc (device_id, id);
create index rpc_expiration on rpc (expiration);

-- What tenants are allowed; a tenant names its profile in its body, and the default one stands for all that name none.
create table tenant_profile (
    id         uuid primary key,
    name       text not null,
    body       text not null,
    is_default boolean not null
);
create unique index tenant_profile_name on tenant_profile (lower(name));
create unique index tenant_profile_default on tenant_profile (is_default) where is_default;

-- Settings of the system (null id), a tenant, or a user, by key.
create table setting (
    owner_id uuid not null,
    key      text not null,
    value    text not null,
    primary key (owner_id, key)
);

create table audit_log (
    id          uuid primary key,
    tenant_id   uuid not null,
    created     bigint not null,
    customer_id uuid,
    entity_kind text,
    entity_id   uuid,
    entity_name text,
    user_id     uuid,
    user_name   text,
    action      text not null,
    status      text not null,
    data        text not null,
    failure     text not null
);
create index audit_log_tenant on audit_log (tenant_id, created, id) include (action);
create index audit_log_entity on audit_log (tenant_id, entity_id, created);
create index audit_log_user on audit_log (tenant_id, user_id, created);
create index audit_log_customer on audit_log (tenant_id, customer_id, created);

-- How long points are kept: rules of tenants, profiles and entities; the empty key stands for all keys, 0 for ever.
create table series_retention (
    tenant_id   uuid not null,
    entity_id   uuid not null references entity (id) on delete cascade,
    key         text not null,
    ttl_seconds bigint not null,
    primary key (entity_id, key)
);
create index series_retention_tenant on series_retention (tenant_id);

-- Whose series have to be erased. Filled by the very transaction that deletes an entity, emptied once nothing is left.
create table series_erasure (
    entity_id uuid primary key,
    tenant_id uuid not null
);
create index series_erasure_tenant on series_erasure (tenant_id);

create function remember_erasure() returns trigger language plpgsql as $$
begin
    insert into series_erasure (entity_id, tenant_id) select id, tenant_id from gone on conflict do nothing;
    return null;
end
$$;
create trigger entity_erasure after delete on entity referencing old table as gone
    for each statement execute function remember_erasure();

-- Series, used with ATRIUM_SERIES=postgresql only. The columns are not called tenant_id, for the deletion of a tenant leaves
-- its series to the erasure. A kind is BOOLEAN 0 and LONG 1 (integer), DOUBLE 2 (number), STRING 3 and JSON 4 (text), or 5:
-- a STRING with U+0000, as a JSON string.
create table series_name (
    id     bigint generated always as identity primary key,
    tenant uuid not null,
    entity uuid not null,
    key    text not null,
    constraint series_name_once unique (tenant, entity, key)
);
create index series_name_tenant on series_name (tenant, id);

create table series_latest (
    series  bigint primary key,
    ts      bigint not null,
    kind    smallint not null,
    integer bigint,
    number  double precision,
    text    text
) with (fillfactor = 70);

-- A part per month, made when needed.
create table series_point (
    series  bigint not null,
    ts      bigint not null,
    kind    smallint not null,
    integer bigint,
    number  double precision,
    text    text,
    expires bigint,
    primary key (series, ts)
) partition by range (ts);
create index series_point_expires on series_point (expires) where expires is not null;
create table series_point_rest partition of series_point default;

insert into entity (id, tenant_id, kind, owner_id, name, body, version, owner_since)
values ('13814000-1dd2-11b2-8080-808080808080', '13814000-1dd2-11b2-8080-808080808080', 'TENANT',
        '13814000-1dd2-11b2-8080-808080808080', 'System', '', 1, 0);
