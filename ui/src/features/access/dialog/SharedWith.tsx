import { Group, Pill, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailedState } from '@/kit/states';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { failureOf } from '@/lib/problem';
import { accessText } from '@/lib/text/access';
import { type ListedShare, sharesQuery } from '../model/shares';
import type { Named } from '../model/plan';
import { EndShareDialog } from '../seen/EndShareDialog';

/** With whom a thing is shared already, itself or through groups; each share can be ended in place. */
export function SharedWith({ thing }: { readonly thing: Named }) {
  const t = useText(accessText);
  const [ending, setEnding] = useState<ListedShare>();
  const { data: shares = [], error, refetch } = useQuery(sharesQuery(thing.id));
  if (error !== null && failureOf(error) !== 'denied')
    return <FailedState error={error} onRetry={() => void refetch()} />;
  if (shares.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('sharedAlready')}
      </Text>
      <Group gap={6}>
        {shares.map((share) => (
          <SharePill key={share.grantId} share={share} onEnd={() => setEnding(share)} />
        ))}
      </Group>
      {ending !== undefined && (
        <EndShareDialog
          share={ending}
          thing={ending.groupName ?? thing.name}
          onClose={() => setEnding(undefined)}
        />
      )}
    </div>
  );
}

/** What the platform's own roles are called here. */
const platformRights: Readonly<Record<string, 'read' | 'write'>> = {
  'Entity Group Read-only User': 'read',
  'Entity Group Write User': 'write',
};

function SharePill({ share, onEnd }: { readonly share: ListedShare; readonly onEnd: () => void }) {
  const t = useText(accessText);
  const formats = useFormats();
  const { receiver, groupName, roleName, from, until, passedOnBy, mayEnd } = share;
  const begins = from !== undefined && from > Date.now() ? formats.date(from) : undefined;
  const name =
    groupName === undefined ? receiver : t('receiverThrough', { name: receiver, group: groupName });
  const right = platformRights[roleName];
  const text = [
    begins === undefined ? name : t('receiverFrom', { name, day: begins }),
    `· ${right === undefined ? roleName : t(right)}`,
    until === undefined ? '' : `· ${t('untilDay', { day: formats.date(until) })}`,
    passedOnBy === undefined ? '' : `· ${t('passedOnBy', { name: passedOnBy })}`,
  ];
  return (
    <Pill
      withRemoveButton={mayEnd}
      onRemove={onEnd}
      removeButtonProps={{ 'aria-label': t('endShareWith', { name }), tabIndex: 0, 'aria-hidden': false }}
    >
      {text.filter(Boolean).join(' ')}
    </Pill>
  );
}
