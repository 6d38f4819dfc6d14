import { Input, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ActionDialogProps } from '@/entities/contract';
import { useText } from '@/lib/locale';
import { accessClassicText } from '@/lib/text/accessClassic';
import { Frame } from '../dialog/Frame';
import { PreviewPanel } from '../dialog/PreviewPanel';
import { useSend } from '../dialog/useSend';
import { OwnerPicker } from '../fields/OwnerPicker';
import { isWhole, RightPicker } from '../fields/RightPicker';
import { UserGroupPicker } from '../fields/UserGroupPicker';
import { applyPlan } from '../model/change';
import type { Named, Right } from '../model/plan';

/** Shares a group in the order of steps that the tutorial has: customer, all users or one group, read or write. */
export function ShareGroupDialog({ selection, onClose }: ActionDialogProps) {
  const t = useText(accessClassicText);
  const [customer, setCustomer] = useState<Named>();
  const [whom, setWhom] = useState('all');
  const [group, setGroup] = useState<Named>();
  const [right, setRight] = useState<Right>({ kind: 'read' });
  const receiver = whom === 'all' ? customer : group;
  const name = selection[0]?.name ?? '';
  const plan =
    receiver !== undefined && isWhole(right)
      ? { share: { things: selection, receivers: [receiver], right } }
      : undefined;
  const { send, busy, error } = useSend(
    applyPlan,
    t('shared', { name, receiver: receiver?.name ?? '' }),
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
        <OwnerPicker
          label={t('customer')}
          placeholder={t('customerHint')}
          onlyCustomers
          value={customer}
          onChange={(next) => {
            setCustomer(next);
            setGroup(undefined);
          }}
          autoFocus
        />
        <Input.Wrapper label={t('receivers')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('receivers')}
              value={whom}
              onChange={setWhom}
              data={[
                { value: 'all', label: t('allUsers') },
                { value: 'one', label: t('oneGroup') },
              ]}
            />
          </div>
        </Input.Wrapper>
        {whom === 'one' && <UserGroupPicker owner={customer?.id} value={group} onChange={setGroup} />}
        <RightPicker value={right} onChange={setRight} />
        {plan !== undefined && <PreviewPanel plan={plan} />}
      </Stack>
    </Frame>
  );
}
