import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call, type Wire } from '@/api/http';
import { textField } from '@/lib/entity';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';

/** What a group is and whose. */
export function GroupDetails({ group }: { readonly group: Wire<'EntityGroupInfo'> }) {
  const t = useText(entitiesText);
  const formats = useFormats();
  const owner = useQuery({
    queryKey: ['owner', group.ownerId.id],
    queryFn: () =>
      call('get', '/api/ownerInfo/{ownerType}/{ownerId}', {
        path: { ownerType: group.ownerId.entityType, ownerId: group.ownerId.id },
      }),
  });
  const facts = [
    [t('name'), group.name],
    [t('description'), textField(group.additionalInfo, 'description') ?? '–'],
    [t('owner'), owner.data?.name ?? '…'],
    [t('created'), formats.dateTime(group.createdTime)],
  ] as const;
  return (
    <Stack component="dl" gap="sm" m={0}>
      {facts.map(([title, text]) => (
        <div key={title}>
          <Text component="dt" size="xs" c="dimmed">
            {title}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {text}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
