import { Select, SimpleGrid, Timeline, Text, Group, ThemeIcon, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { call, type Wire } from '@/api/http';
import type { ActionDialogProps } from '@/entities/contract';
import { EntityIcon } from '@/kit/EntityIcon';
import { Loaded, LoadingLines } from '@/kit/states';
import type { EntityHandle } from '@/lib/entity';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import classes from '../access.module.css';
import { Frame } from '../dialog/Frame';
import { EntityPicker } from '../fields/EntityPicker';
import { UserPicker } from '../fields/UserPicker';
import type { Named } from '../model/plan';

const operations = [
  'READ',
  'WRITE',
  'DELETE',
  'READ_TELEMETRY',
  'WRITE_TELEMETRY',
  'READ_ATTRIBUTES',
  'WRITE_ATTRIBUTES',
  'RPC_CALL',
  'READ_CREDENTIALS',
  'WRITE_CREDENTIALS',
  'CHANGE_OWNER',
  'ADD_TO_GROUP',
  'REMOVE_FROM_GROUP',
  'SHARE_GROUP',
  'IMPERSONATE',
] as const;
type Asked = (typeof operations)[number];

interface WhyDialogProps {
  readonly entity?: EntityHandle | undefined;
  readonly user?: EntityHandle | undefined;
  readonly onClose: () => void;
}

/** Why somebody may do something with an entity, or what is missing. */
export function WhyDialog({ entity, user, onClose }: WhyDialogProps) {
  const t = useText(accessText);
  const [person, setPerson] = useState<Named | undefined>(user);
  const [thing, setThing] = useState<Named | undefined>(entity);
  const [operation, setOperation] = useState<Asked>('READ');
  return (
    <Frame title={t('whyTitle')} onClose={onClose} size={560}>
      <UserPicker value={person} onChange={setPerson} autoFocus={user === undefined} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('action')}
          data={operations.map((value) => ({ value, label: t(`operation_${value}`) }))}
          value={operation}
          onChange={(value) => value !== null && setOperation(value)}
          allowDeselect={false}
          searchable
        />
        <EntityPicker
          value={thing}
          onChange={setThing}
          {...(entity === undefined ? {} : { fixed: entity })}
        />
      </SimpleGrid>
      {person !== undefined && thing !== undefined ? (
        <Answer userId={person.id.id} thing={thing} operation={operation} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('whyHint')}
        </Text>
      )}
    </Frame>
  );
}

/** The question as an action on entities, or on users. */
export function WhyAction({ selection, kind, onClose }: ActionDialogProps) {
  return (
    <WhyDialog {...(kind === 'USER' ? { user: selection[0] } : { entity: selection[0] })} onClose={onClose} />
  );
}

interface AnswerProps {
  readonly userId: string;
  readonly thing: Named;
  readonly operation: Asked;
}

function Answer({ userId, thing, operation }: AnswerProps) {
  const { entityType, id: entityId } = thing.id;
  const query = useQuery({
    queryKey: ['access', 'explain', userId, entityId, operation],
    queryFn: () => call('get', '/api/access/explain', { query: { userId, entityType, entityId, operation } }),
  });
  return (
    <section className={classes.preview} aria-live="polite">
      <Loaded query={query} loading={<LoadingLines lines={3} />}>
        {(answer) => <Explained answer={answer} />}
      </Loaded>
    </section>
  );
}

function Explained({ answer }: { readonly answer: Wire<'AccessExplanation'> }) {
  const t = useText(accessText);
  const formats = useFormats();
  const yes = answer.allowed === true;
  return (
    <Stack gap="sm">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <ThemeIcon size="sm" radius="xl" color={yes ? 'teal' : 'red'} aria-hidden>
          {yes ? <Check size={12} /> : <X size={12} />}
        </ThemeIcon>
        <Text size="sm">
          <b>{t(yes ? 'yes' : 'no')}</b> {typeof answer.reason === 'string' && t(`because_${answer.reason}`)}
        </Text>
      </Group>
      <Timeline
        bulletSize={24}
        lineWidth={2}
        active={99}
        color={yes ? 'teal' : 'gray'}
        className={classes.path}
      >
        {(answer.path ?? []).map(({ step, id, name, since, until, by }) => (
          <Timeline.Item
            key={`${step ?? ''}${id.id}`}
            bullet={<EntityIcon kind={iconOf(step, id.entityType)} size={13} />}
          >
            <Text size="sm">{name === '' ? t('aShare') : name}</Text>
            <Text size="xs" c="dimmed">
              {[
                t(stepKey(step)),
                typeof since === 'number' && t('since', { day: formats.date(since) }),
                typeof until === 'number' && t('untilDay', { day: formats.date(until) }),
                typeof by === 'string' && t('by', { name: by }),
              ]
                .filter((fact) => fact !== false)
                .join(' · ')}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

function iconOf(step: string | null | undefined, type: string): string {
  return step === 'USER_GROUP' ? 'TENANT' : step === 'GRANT' || step === 'PASSED_ON' ? 'API_KEY' : type;
}

const stepKeys = {
  USER: 'step_USER',
  USER_GROUP: 'step_USER_GROUP',
  ROLE: 'step_ROLE',
  GRANT: 'step_GRANT',
  PASSED_ON: 'step_PASSED_ON',
  ENTITY_GROUP: 'step_ENTITY_GROUP',
  OWNER: 'step_OWNER',
  ENTITY: 'step_ENTITY',
} as const;

function stepKey(step: string | null | undefined) {
  return stepKeys[(step ?? 'ENTITY') as keyof typeof stepKeys] ?? 'step_ENTITY';
}
