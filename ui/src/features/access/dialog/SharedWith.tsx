import { Group, Pill, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { type PresentShare, sharesQuery } from '../model/shares';
import type { Named } from '../model/plan';
import { EndShareDialog } from '../seen/EndShareDialog';

/** With whom a thing is shared already; each share can be ended in place. */
export function SharedWith({ thing }: { readonly thing: Named }) {
  const t = useText(accessText);
  const formats = useFormats();
  const [ending, setEnding] = useState<PresentShare>();
  const shares = useQuery(sharesQuery(thing.id)).data ?? [];
  if (shares.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('sharedAlready')}
      </Text>
      <Group gap={6}>
        {shares.map((share) => (
          <Pill
            key={share.grantId}
            withRemoveButton
            onRemove={() => setEnding(share)}
            removeButtonProps={{
              'aria-label': t('endShareWith', { name: share.receiver }),
              tabIndex: 0,
              'aria-hidden': false,
            }}
          >
            {share.until === undefined
              ? share.receiver
              : t('receiverUntil', { name: share.receiver, day: formats.date(share.until) })}
          </Pill>
        ))}
      </Group>
      {ending !== undefined && (
        <EndShareDialog share={ending} thing={thing.name} onClose={() => setEnding(undefined)} />
      )}
    </div>
  );
}
