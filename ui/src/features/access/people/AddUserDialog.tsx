import { Alert, Button, Checkbox, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ActionDialogProps } from '@/entities/contract';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { accessPeopleText } from '@/lib/text/accessPeople';
import type { Translate } from '@/lib/text/area';
import { Frame } from '../dialog/Frame';
import { OwnerPicker } from '../fields/OwnerPicker';
import type { Named } from '../model/plan';
import { ownersQuery, refreshAll } from '../model/queries';
import { type ActivationLink, activationLink, addUser, isEmail, type NewUser } from './account';
import { shareLanding } from './landing';
import { LandingFields } from './LandingFields';
import { LinkShown } from './LinkShown';
import { type UserForm, useUserForm } from './useUserForm';

interface Added {
  readonly name: string;
  readonly link: ActivationLink | undefined;
  /** What did not work after the user was there. */
  readonly failures: readonly string[];
}

/** A new user in one form; his link is shown and copied right after. */
export function AddUserDialog({ selection, kind, owner, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const client = useQueryClient();
  const given = useGiven(kind === 'CUSTOMER' ? selection[0] : undefined, owner);
  const form = useUserForm(given);
  const adding = useMutation({ mutationFn: (user: NewUser) => add(user, t), onSuccess: () => void refreshAll(client) });
  if (adding.data !== undefined) {
    const again = () => {
      adding.reset();
      form.next();
    };
    return <AddedUser added={adding.data} onAgain={again} onClose={onClose} />;
  }
  const title = given === undefined ? t('addUser') : t('addUserTo', { name: given.name });
  return (
    <Frame
      title={title}
      verb={t('add')}
      canSend={form.user !== undefined}
      busy={adding.isPending}
      error={adding.error ?? form.error}
      onSend={() => form.user !== undefined && adding.mutate(form.user)}
      onClose={onClose}
    >
      <PersonFields form={form} />
      <SimpleGrid cols={{ base: 1, xs: given === undefined ? 2 : 1 }}>
        {given === undefined && (
          <OwnerPicker label={t('belongsTo')} value={form.owner} onChange={form.setOwner} />
        )}
        <Select
          label={t('role')}
          {...(given === undefined ? {} : { description: t('roleHint') })}
          data={form.groups.map(({ id, name }) => ({ value: id.id, label: name }))}
          value={form.groupId ?? null}
          onChange={(id) => form.setGroup(id ?? undefined)}
          allowDeselect={false}
        />
      </SimpleGrid>
      <LandingFields dashboards={form.dashboards} value={form.landing} onChange={form.setLanding} />
      {form.hidden !== undefined && (
        <Alert color="yellow" p="xs" role="status" title={t('landingHidden', { name: form.hidden.name })}>
          <Checkbox
            label={t('landingShare', { name: form.hidden.name })}
            checked={form.user?.shareLanding ?? false}
            disabled={form.user === undefined}
            onChange={(event) => form.setShared(event.currentTarget.checked)}
          />
        </Alert>
      )}
    </Frame>
  );
}

async function add(user: NewUser, t: Translate<keyof (typeof accessPeopleText)['en']>): Promise<Added> {
  const id = await addUser(user);
  const name = user.name.trim() === '' ? user.email : user.name.trim();
  const failures: string[] = [];
  const dashboardId = user.landing.dashboardId;
  if (user.shareLanding && dashboardId !== undefined) {
    await shareLanding(dashboardId, id).catch((error: unknown) => failures.push(t('landingNotShared', { message: messageOf(error) })));
  }
  try {
    return { name, link: await activationLink(id.id), failures };
  } catch (error) {
    return { name, link: undefined, failures: [...failures, t('linkMissing', { message: messageOf(error) })] };
  }
}

/** The customer that the user will belong to, when the place where the dialog was opened says so. */
function useGiven(customer: Named | undefined, owner: EntityRef | undefined): Named | undefined {
  const owners = useQuery({
    ...ownersQuery(''),
    enabled: customer === undefined && owner !== undefined,
  }).data;
  if (customer !== undefined || owner === undefined) return customer;
  return { id: owner, name: owners?.find(({ id }) => id.id === owner.id)?.name ?? '' };
}

export function PersonFields({
  form,
  optional = false,
}: {
  readonly form: Person;
  readonly optional?: boolean;
}) {
  const t = useText(accessPeopleText);
  const wrong = form.email !== '' && !isEmail(form.email) && /@.*\s|\s.*@/.test(form.email);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput
        label={t('name')}
        value={form.name}
        onChange={(event) => form.setName(event.currentTarget.value)}
        autoComplete="off"
        {...(optional ? {} : { 'data-autofocus': true })}
      />
      <TextInput
        label={t('email')}
        type="email"
        required={!optional}
        value={form.email}
        onChange={(event) => form.setEmail(event.currentTarget.value)}
        error={wrong && t('emailWrong')}
        autoComplete="off"
      />
    </SimpleGrid>
  );
}

type Person = Pick<UserForm, 'name' | 'email' | 'setName' | 'setEmail'>;

interface AddedUserProps {
  readonly added: Added;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function AddedUser({ added, onAgain, onClose }: AddedUserProps) {
  const t = useText(accessPeopleText);
  const { name, link, failures } = added;
  return (
    <Frame title={t('userAdded', { name })} isResult verb={t('done')} onSend={onClose} onClose={onClose}>
      {link !== undefined && <LinkShown link={link} name={name} />}
      {failures.map((failure) => (
        <Text key={failure} size="sm" c="red" role="alert">
          {failure}
        </Text>
      ))}
      <Group>
        <Button variant="subtle" size="compact-sm" onClick={onAgain}>
          {t('addAnother')}
        </Button>
      </Group>
    </Frame>
  );
}
