-- Up to which moment what rested on grants that ended by time was ended, too.
create table access_ends (
    tenant_id   uuid primary key references entity (id) on delete cascade,
    followed_to bigint not null
);

-- Who was switched off before the first log-in: what the audit log told last of the switch. The invitation ends with it.
update user_account a
set switched_off = true, activate_token = null, activate_nonce = null, activate_by = null, activate_until = null
where not a.enabled and not a.switched_off and a.password_hash is null
  and (select l.action from audit_log l
       where l.entity_id = a.user_id and l.action in ('SUSPENDED', 'ACTIVATED') and l.status = 'SUCCESS'
       order by l.created desc, l.id desc limit 1) = 'SUSPENDED';
-- What rests on a user alone sleeps while the account is switched off.
insert into entity_mark (entity_id, mark, tenant_id)
select e.id, 'ACCOUNT_OFF', e.tenant_id from user_account a join entity e on e.id = a.user_id
where a.switched_off
on conflict do nothing;
-- How who sent a persistent command, or planned a deletion, had come in, and by which key or by whom in his place; both are
-- judged by that when it is their time.
alter table removal
    add column caller_way    text not null default 'LOG_IN',
    add column caller_ground uuid;
alter table rpc
    add column caller_way    text not null default 'LOG_IN',
    add column caller_ground uuid;
-- Who was behind a user that logged out is told by the name of the doer only, which not everybody is shown.
update audit_log set entity_name = split_part(entity_name, ' (by ', 1) where action = 'LOGOUT' and entity_name like '% (by %';
-- Which gateway brought an offer of a device to be claimed: the offer ends with the gateway's credentials, too.
alter table device_claim add column gateway_id uuid;
create index device_claim_gateway on device_claim (gateway_id);
-- Who made an administrator's offer: it counts while he still administers the device's owner's devices.
alter table device_claim add column offered_by uuid;
-- Who knows secrets that devices had before, in case one of them is set again.
create table known_secret (
    tenant_id   uuid not null references entity (id) on delete cascade,
    secret_hash text not null,
    user_id     uuid not null,
    side_id     uuid not null,
    known_at    bigint not null,
    primary key (tenant_id, secret_hash, user_id)
);
create index known_secret_age on known_secret (tenant_id, known_at);
-- For which owner a relation was drawn by somebody who administers both ends: null for the tenant, as all that were drawn
-- before; the id of a customer; the id of nothing (all zeros) if nobody did.
alter table relation add column side_id uuid;
