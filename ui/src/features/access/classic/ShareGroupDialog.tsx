import { Input, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ActionDialogProps } from '@/entities/contract';
import { useText } from '@/lib/locale';
import { accessClassicText } from '@/lib/text/accessClassic';
import { Frame } from '../dialog/Frame';
import { PreviewPanel } from '../dialog/PreviewPanel';
import { useSend } from '../dialog/useSend';
import { CustomersPicker } from '../fields/CustomersPicker';
import { isWhole, RightPicker } from '../fields/RightPicker';
import { UserGroupPicker } from '../fields/UserGroupPicker';
import { applyPlan } from '../model/change';
import type { Named, Right } from '../model/plan';

/** Shares a group in the order of steps that the tutorial has: customer, all users or one group, read or write. */
export function ShareGroupDialog({ selection, onClose }: ActionDialogProps) {
  const t = useText(accessClassicText);
  const [customers, setCustomers] = useState<readonly Named[]>([]);
  const [whom, setWhom] = useState('all');
  const [group, setGroup] = useState<Named>();
  const [right, setRight] = useState<Right>({ kind: 'read' });
  // A user group is one of one customer.
  const single = customers.length === 1 ? customers[0] : undefined;
  const receivers = whom === 'all' || single === undefined ? customers : group === undefined ? [] : [group];
  const name = selection[0]?.name ?? '';
  const plan =
    receivers.length > 0 && isWhole(right)
      ? { share: { things: selection, receivers, right } }
      : undefined;
  const { send, busy, error } = useSend(
    applyPlan,
    t('shared', { name, receiver: receivers.map(({ name: each }) => each).join(', ') }),
    onClose,
  );
  return (
    <Frame
      title={t('shareGroupOf', { name })}
      size={520}
      verb={t('share')}
      canSend={plan !== undefined}
      busy={busy}
      error={error}
      onSend={() => plan !== undefined && send(plan)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <CustomersPicker
          label={t('customer')}
          placeholder={t('customerHint')}
          value={customers}
          onChange={(next) => {
            setCustomers(next);
            setGroup(undefined);
          }}
        />
        <Input.Wrapper label={t('receivers')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('receivers')}
              value={whom}
              onChange={setWhom}
              data={[
                { value: 'all', label: t('allUsers') },
                { value: 'one', label: t('oneGroup'), disabled: customers.length > 1 },
              ]}
            />
          </div>
        </Input.Wrapper>
        {whom === 'one' && customers.length < 2 && <UserGroupPicker owner={single?.id} value={group} onChange={setGroup} />}
        <RightPicker value={right} onChange={setRight} />
        {plan !== undefined && <PreviewPanel plan={plan} />}
      </Stack>
    </Frame>
  );
}
