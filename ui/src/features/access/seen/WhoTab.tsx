import { ActionIcon, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { HelpCircle, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/abilities';
import { call, type Wire } from '@/api/http';
import type { TabProps } from '@/entities/contract';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { SearchField } from '@/kit/SearchField';
import { EmptyState } from '@/kit/states';
import { accessText } from '@/lib/text/access';
import { type PresentShare, receiverOf } from '../model/shares';
import classes from '../access.module.css';
import { EndShareDialog } from './EndShareDialog';
import { Lines } from './Lines';
import { Reason } from './Reason';
import { usePages } from './usePages';
import { WhyDialog } from './WhyDialog';

/** Who can see an entity, why, since when and until when; what was given can be taken back here. */
export function WhoTab({ entity }: TabProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const [asking, setAsking] = useState<EntityHandle | 'anybody'>();
  const [ending, setEnding] = useState<PresentShare>();
  const mayEnd = useMay('WRITE', entity.id) === true;
  const { entityType, id: entityId } = entity.id;
  const query = usePages(['access', 'who', entityType, entityId], search, (ask) =>
    call('get', '/api/access/who', { query: { entityType, entityId, ...ask } }),
  );
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <SearchField value={search} onChange={setSearch} label={t('searchPeople')} />
        <Button
          variant="default"
          size="xs"
          leftSection={<HelpCircle size={14} />}
          onClick={() => setAsking('anybody')}
        >
          {t('why')}
        </Button>
      </Group>
      <Lines
        label={t('whoTitle')}
        query={query}
        count={(count) => t('whoCount', { count })}
        empty={<EmptyState title={t('nobodySees')} text={t('nobodySeesText')} />}
        line={(viewer) => (
          <ViewerLine
            key={viewer.user?.id ?? viewer.email}
            viewer={viewer}
            onWhy={setAsking}
            onEnd={mayEnd ? setEnding : undefined}
          />
        )}
      />
      {asking !== undefined && (
        <WhyDialog
          entity={entity}
          user={asking === 'anybody' ? undefined : asking}
          onClose={() => setAsking(undefined)}
        />
      )}
      {ending !== undefined && (
        <EndShareDialog share={ending} thing={entity.name} onClose={() => setEnding(undefined)} />
      )}
    </Stack>
  );
}

interface ViewerLineProps {
  readonly viewer: Wire<'Viewer'>;
  readonly onWhy: (user: EntityHandle) => void;
  readonly onEnd: ((share: PresentShare) => void) | undefined;
}

function ViewerLine({ viewer, onWhy, onEnd }: ViewerLineProps) {
  const t = useText(accessText);
  const { user, email, ownerName, reason, grantId, until } = viewer;
  const isShare = reason === 'ENTITY_GRANT' || reason === 'GROUP_ROLE';
  const share =
    isShare && typeof grantId === 'string'
      ? { grantId, receiver: receiverOf(viewer), until: until ?? undefined }
      : undefined;
  return (
    <Group component="li" className={classes.line} wrap="nowrap" justify="space-between" gap="xs">
      <Stack gap={4} miw={0}>
        <Group gap={6}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {email}
          </Text>
          <Text size="xs" c="dimmed">
            {ownerName}
          </Text>
        </Group>
        <Reason {...viewer} via={viewer.viaName} />
      </Stack>
      <Group gap={2} wrap="nowrap">
        {user !== null && user !== undefined && (
          <Tooltip label={t('why')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('whyPerson', { name: email })}
              onClick={() => onWhy({ id: user, name: email })}
            >
              <HelpCircle size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        {share !== undefined && onEnd !== undefined && (
          <Tooltip label={t('endShare')}>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('endShareOf', { name: email })}
              onClick={() => onEnd(share)}
            >
              <UserMinus size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </Group>
  );
}
