-- What bounds the memory that stored things take, and what ties a passed-on share to the share it came from.

-- Persistent commands: who sent them, from which side, and whose the device was then (null for the tenant). For what waits
-- from before nobody is known who may still send it.
alter table rpc
    add column caller_id       uuid,
    add column caller_customer uuid,
    add column owner_id        uuid;
update rpc set status = 'EXPIRED', response = '{"error":"Who sent it is not known any more"}'
where status in ('QUEUED', 'SENT', 'DELIVERED');
-- On whose behalf a grant was made, if not the tenant's: a customer, or a user who alone held what he gave. What a receiver
-- passed on counts only as far as they still hold it, and goes with them.
alter table access_grant add column under_id uuid references entity (id) on delete cascade;
create index access_grant_under on access_grant (under_id) where under_id is not null;
-- Shares that people of customers made before were made on behalf of their customer.
update access_grant a set under_id = u.owner_id from entity u
where u.id = a.created_by and u.kind = 'USER' and u.owner_id <> u.tenant_id and a.target_id is not null and not a.is_public;

-- The customer whose people said how long a thing keeps points; null for the tenant's. It counts while the thing is theirs.
alter table series_retention add column set_for uuid;
-- Who of customers knows the credentials of a device as they are; a user may be gone and still know them.
create table credentials_reader (
    device_id   uuid not null references entity (id) on delete cascade,
    user_id     uuid not null,
    customer_id uuid not null,
    tenant_id   uuid not null,
    primary key (device_id, user_id)
);
create index credentials_reader_tenant on credentials_reader (tenant_id);
insert into credentials_reader (device_id, user_id, customer_id, tenant_id)
select distinct l.entity_id, u.id, u.owner_id, u.tenant_id from audit_log l
join entity_mark m on m.entity_id = l.entity_id and m.mark = 'CREDENTIALS_KNOWN'
join entity u on u.id = l.user_id and u.kind = 'USER' and u.owner_id <> u.tenant_id
where l.action in ('CREDENTIALS_READ', 'CREDENTIALS_UPDATED');
-- Deletions that wait for a while, so that they can be called off.
create table removal (
    id        uuid primary key,
    tenant_id uuid not null,
    user_id   uuid not null references entity (id) on delete cascade,
    user_name text not null,
    due       bigint not null,
    entities  text not null
);
create index removal_due on removal (due);
create index removal_user on removal (user_id);

-- Whether somebody switched an account off, also one that has no password yet: then its activation link must not switch it on.
alter table user_account add column switched_off boolean not null default false;
update user_account set switched_off = true where not enabled and password_hash is not null;
