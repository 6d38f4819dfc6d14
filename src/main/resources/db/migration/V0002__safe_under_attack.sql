-- What keeps rights with whom they were given to, and what a stranger can take small.

-- Facts about entities that the server decides about rights by. No caller's document, name or attribute sets one.
create table entity_mark (
    entity_id uuid not null references entity (id) on delete cascade,
    mark      text not null,
    tenant_id uuid not null,
    primary key (entity_id, mark)
);
create index entity_mark_tenant on entity_mark (tenant_id);

-- The devices that were given to gateways; by null for those that a gateway made itself.
create table gateway_attachment (
    gateway_id  uuid not null references entity (id) on delete cascade,
    device_id   uuid not null references entity (id) on delete cascade,
    tenant_id   uuid not null,
    attached_by uuid,
    primary key (gateway_id, device_id)
);
create index gateway_attachment_device on gateway_attachment (device_id);
create index gateway_attachment_tenant on gateway_attachment (tenant_id);

-- The devices that are gateways already stay gateways.
create function body_member(body text, path text[]) returns text language plpgsql as $$
begin
    return ('{' || body || '}')::json #>> path;
exception when others then
    return null;
end
$$;
insert into entity_mark (entity_id, mark, tenant_id)
select id, 'GATEWAY', tenant_id from entity
where kind = 'DEVICE' and body like '%"gateway"%' and body_member(body, '{additionalInfo,gateway}') in ('true', '1');
-- So do the devices that a relation of a gateway leads to, if they have its owner or it is a gateway of the tenant: a
-- gateway of a customer may have been led to a device of somebody else while that was shared.
insert into gateway_attachment (gateway_id, device_id, tenant_id)
select r.from_id, r.to_id, r.tenant_id from relation r
join entity_mark m on m.entity_id = r.from_id and m.mark = 'GATEWAY'
join entity g on g.id = r.from_id
join entity d on d.id = r.to_id
where r.relation_type = 'Created' and r.type_group = 'COMMON' and d.kind = 'DEVICE' and r.from_id <> r.to_id
  and (g.owner_id = d.owner_id or g.owner_id = g.tenant_id);

-- The public customer, its users and the roles of public groups follow from the rows that make groups public.
insert into entity_mark (entity_id, mark, tenant_id)
select id, 'PUBLIC_CUSTOMER', tenant_id from entity
where kind = 'CUSTOMER' and owner_id = tenant_id and name = 'Public' and body_member(body, '{additionalInfo,isPublic}') = 'true';
drop function body_member(text, text[]);
insert into entity_mark (entity_id, mark, tenant_id)
select distinct g.id, 'PUBLIC_USERS', g.tenant_id from entity g
join access_grant a on a.subject_id = g.id and a.is_public
join entity_mark c on c.entity_id = g.owner_id and c.mark = 'PUBLIC_CUSTOMER';

-- Roles that the platform made for shares, public groups, tenants and customers: those of its names that give exactly what
-- it gives, so that it is of no matter who made them.
insert into entity_mark (entity_id, mark, tenant_id)
select r.id, s.mark, r.tenant_id from entity r join (values
    ('Entity Group Read-only User', 'READ_SHARE_ROLE', 'GROUP', '["READ","READ_ATTRIBUTES","READ_TELEMETRY"]'),
    ('Entity Group Public User', 'PUBLIC_ROLE', 'GROUP', '["READ","READ_ATTRIBUTES","READ_TELEMETRY"]'),
    ('Entity Group Write User', 'WRITE_SHARE_ROLE', 'GROUP', '["READ","RPC_CALL","READ_CREDENTIALS","READ_ATTRIBUTES",'
        || '"READ_TELEMETRY","WRITE","WRITE_CREDENTIALS","WRITE_ATTRIBUTES","WRITE_TELEMETRY"]'),
    ('Tenant Administrator', 'TENANT_ADMINISTRATOR_ROLE', 'GENERIC', '{"ALL":["ALL"]}'),
    ('Customer Administrator', 'CUSTOMER_ADMINISTRATOR_ROLE', 'GENERIC', '{"ALL":["ALL"]}'),
    ('Customer User', 'CUSTOMER_USER_ROLE', 'GENERIC',
        '{"PROFILE":["ALL"],"ALL":["READ","RPC_CALL","READ_ATTRIBUTES","READ_TELEMETRY"]}'),
    ('Tenant User', 'TENANT_USER_ROLE', 'GENERIC',
        '{"PROFILE":["ALL"],"ALL":["READ","RPC_CALL","READ_ATTRIBUTES","READ_TELEMETRY","READ_CALCULATED_FIELD"]}')
) as s (name, mark, type, permissions) on r.name = s.name and r.subtype = s.type
where r.kind = 'ROLE' and strpos(r.body, '"permissions":' || s.permissions || ',') > 0
  and r.body not like '%"excludedPermissions":{%';

-- The group that a tenant's first administrator joins, which is the first of its name.
insert into entity_mark (entity_id, mark, tenant_id)
select distinct on (g.tenant_id) g.id, 'TENANT_ADMINISTRATORS', g.tenant_id from entity g
join access_grant a on a.subject_id = g.id and a.target_id is null
join entity_mark r on r.entity_id = a.role_id and r.mark = 'TENANT_ADMINISTRATOR_ROLE'
where g.kind = 'ENTITY_GROUP' and g.name = 'Tenant Administrators' and g.subtype = 'USER' and g.owner_id = g.tenant_id
order by g.tenant_id, g.id;
-- Whoever made a key for somebody else knows it: the key is good for as long as he may still do that.
alter table api_key add column made_by uuid;

-- The secret of an activation link follows from a nonce and the installation's key; the database holds a hash.
alter table user_account add column activate_nonce text;
alter table user_account add column activate_by uuid;
update user_account set activate_token = encode(sha256(convert_to(activate_token, 'UTF8')), 'hex')
    where activate_token is not null;

-- Addresses that are the same to people are the same here; the server writes the key. Two accounts that were told apart by
-- their spelling alone keep their rows: the older one has the address, the other gets a new one from an administrator.
alter table user_account add column email_key text;
update user_account a set email_key = k.key
    from (select user_id, lower(normalize(btrim(email), nfkc)) as key,
              row_number() over (partition by lower(normalize(btrim(email), nfkc)) order by user_id) as place
          from user_account) k
    where k.user_id = a.user_id and k.place = 1;
drop index user_account_email;
create unique index user_account_email on user_account (email_key);

-- Refresh tokens work once: which one is due, and which one it followed when.
alter table user_session add column refresh_id uuid;
alter table user_session add column former_refresh_id uuid;
alter table user_session add column refreshed bigint not null default 0;

-- Offers to be claimed come from the device or from its owner's side; the attribute that made one is no longer kept.
alter table device_claim add column by_owner boolean not null default false;
delete from attribute a using entity e
where e.id = a.entity_id and e.kind = 'DEVICE' and a.scope = 'SERVER_SCOPE' and a.key = 'claimingData';
-- Devices whose credentials somebody of a customer read or set do not offer themselves.
insert into entity_mark (entity_id, mark, tenant_id)
select distinct d.id, 'CREDENTIALS_KNOWN', d.tenant_id from audit_log l
join entity u on u.id = l.user_id and u.owner_id <> u.tenant_id
join entity d on d.id = l.entity_id and d.kind = 'DEVICE'
where l.action in ('CREDENTIALS_READ', 'CREDENTIALS_UPDATED');

-- Secrets of profiles that were kept on the audit log.
update audit_log set data = regexp_replace(data, '"provisionDeviceSecret":"([^"\\]|\\.)*"', '"provisionDeviceSecret":"(secret)"', 'g')
where entity_kind = 'DEVICE_PROFILE' and data like '%"provisionDeviceSecret":"%';
