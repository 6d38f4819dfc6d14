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
drop function body_member(text, text[]);
