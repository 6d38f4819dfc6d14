-- What bounds the memory that stored things take, and what ties a passed-on share to the share it came from.

-- Persistent commands: who sent them, from which side, and whose the device was then (null for the tenant). For what waits
-- from before nobody is known who may still send it.
alter table rpc
    add column caller_id       uuid,
    add column caller_customer uuid,
    add column owner_id        uuid;
update rpc set status = 'EXPIRED', response = '{"error":"Who sent it is not known any more"}'
where status in ('QUEUED', 'SENT', 'DELIVERED');
