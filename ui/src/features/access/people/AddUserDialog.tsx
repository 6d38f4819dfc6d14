import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ActionDialogProps } from '@/entities/contract';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';
import { OwnerPicker } from '../fields/OwnerPicker';
import type { Named } from '../model/plan';
import { ownersQuery, refreshAll } from '../model/queries';
import { type ActivationLink, activationLink, addUser, isEmail, type NewUser } from './account';
import { LandingFields } from './LandingFields';
import { LinkShown } from './LinkShown';
import { type UserForm, useUserForm } from './useUserForm';

interface Added {
  readonly name: string;
  readonly link: ActivationLink | undefined;
  readonly failure: string | undefined;
}

/** A new user in one form; his link is shown and copied right after. */
export function AddUserDialog({ selection, kind, owner, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const client = useQueryClient();
  const given = useGiven(kind === 'CUSTOMER' ? selection[0] : undefined, owner);
  const form = useUserForm(given);
  const adding = useMutation({ mutationFn: add, onSuccess: () => void refreshAll(client) });
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
    </Frame>
  );
}

async function add(user: NewUser): Promise<Added> {
  const id = await addUser(user);
  const name = user.name.trim() === '' ? user.email : user.name.trim();
  try {
    return { name, link: await activationLink(id.id), failure: undefined };
  } catch (error) {
    return { name, link: undefined, failure: messageOf(error) };
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
  const { name, link, failure } = added;
  return (
    <Frame title={t('userAdded', { name })} isResult verb={t('done')} onSend={onClose} onClose={onClose}>
      {link !== undefined && <LinkShown link={link} name={name} />}
      {failure !== undefined && (
        <Text size="sm" c="red" role="alert">
          {t('linkMissing', { message: failure })}
        </Text>
      )}
      <Group>
        <Button variant="subtle" size="compact-sm" onClick={onAgain}>
          {t('addAnother')}
        </Button>
      </Group>
    </Frame>
  );
}
