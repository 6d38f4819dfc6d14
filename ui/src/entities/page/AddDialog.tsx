import { useRef, useState } from 'react';
import { FormDialog } from '@/kit/FormDialog';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';
import { descriptorOf } from '../kinds';
import { PartOfSelect, relate } from './PartOf';
import { blank, documentOf, EntityFields, isComplete } from './EntityForm';

/** Adds one entity; on a customer's page it belongs to the customer, and in a group it joins the group. */
export function AddDialog({ kind, owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [{ group }, change] = useAddress();
  const descriptor = descriptorOf(kind);
  const [values, setValues] = useState(() => (descriptor === undefined ? {} : blank(descriptor)));
  const [partOf, setPartOf] = useState<string | null>(null);
  const afterwards = useRef<() => void>(undefined);
  if (descriptor === undefined) return null;
  const close = () => {
    onClose();
    afterwards.current?.();
  };
  const submit = async () => {
    const stored = owner === undefined ? {} : { customerId: owner };
    const saved = await descriptor.save(documentOf(descriptor, stored, values), group === undefined ? [] : [group]);
    if (partOf !== null) await relate({ entityType: 'ASSET', id: partOf }, [saved.id]);
    toasts.done(t('created_', { name: descriptor.nameOf(saved) }));
    // What comes next for a device is to connect it.
    if (descriptor.tabs.includes('connect')) afterwards.current = () => change({ open: saved.id.id, openGroup: undefined, dtab: 'connect', edit: undefined });
  };
  return (
    <FormDialog
      title={t(descriptor.add)}
      verb={t('add')}
      ready={isComplete(descriptor, values)}
      onSubmit={submit}
      onClose={close}
    >
      <EntityFields descriptor={descriptor} values={values} onChange={setValues} focusFirst />
      {(kind === 'DEVICE' || kind === 'ASSET') && <PartOfSelect value={partOf} onChange={setPartOf} />}
    </FormDialog>
  );
}
