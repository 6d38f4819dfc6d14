import { useState } from 'react';
import { FormDialog } from '@/kit/FormDialog';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';
import { descriptorOf } from '../kinds';
import { blank, documentOf, EntityFields, isComplete } from './EntityForm';

/** Adds one entity; on a customer's page it belongs to the customer, and in a group it joins the group. */
export function AddDialog({ kind, owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [{ group }] = useAddress();
  const descriptor = descriptorOf(kind);
  const [values, setValues] = useState(() => (descriptor === undefined ? {} : blank(descriptor)));
  if (descriptor === undefined) return null;
  const submit = async () => {
    const stored = owner === undefined ? {} : { customerId: owner };
    const saved = await descriptor.save(documentOf(descriptor, stored, values), group === undefined ? [] : [group]);
    toasts.done(t('created_', { name: descriptor.nameOf(saved) }));
  };
  return (
    <FormDialog
      title={t(descriptor.add)}
      verb={t('add')}
      ready={isComplete(descriptor, values)}
      onSubmit={submit}
      onClose={onClose}
    >
      <EntityFields descriptor={descriptor} values={values} onChange={setValues} focusFirst />
    </FormDialog>
  );
}
