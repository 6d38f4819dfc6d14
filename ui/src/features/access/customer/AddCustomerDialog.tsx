import { Anchor, Divider, SegmentedControl, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ActionDialogProps } from '@/entities/contract';
import { useToasts } from '@/kit/toast';
import { useText } from '@/lib/locale';
import { accessPeopleText } from '@/lib/text/accessPeople';
import { Frame } from '../dialog/Frame';
import { ContainedPicker } from '../fields/ContainedPicker';
import { EntitiesPicker } from '../fields/EntityPicker';
import { GroupPicker } from '../fields/GroupPicker';
import { undoChange } from '../model/change';
import { refreshAll } from '../model/queries';
import { PersonFields } from '../people/AddUserDialog';
import { LandingFields } from '../people/LandingFields';
import { OnboardedCustomer } from './OnboardedCustomer';
import { type Onboarded, onboard } from './onboarding';
import { SheetPreviewPanel } from './SheetPreviewPanel';
import { type SheetForm, useSheet } from './useSheet';

/** A new customer with everything: groups, what it owns, what it may read, and its first user. One call does it all. */
export function AddCustomerDialog({ owner, onClose }: ActionDialogProps) {
  const t = useText(accessPeopleText);
  const form = useSheet(owner);
  const { onboarding } = form;
  const undo = useUndo();
  const toasts = useToasts();
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: onboard,
    onSuccess: (done) => {
      form.added();
      void refreshAll(client);
      if (typeof done.activationLink?.value === 'string') return;
      toasts.done(t('customerAdded', { name: done.title }), () => undo(done));
      onClose();
    },
  });
  if (typeof adding.data?.activationLink?.value === 'string') {
    const { name, email } = form.sheet.user;
    const done = adding.data;
    return (
      <OnboardedCustomer
        done={done}
        user={name.trim() || email.trim()}
        onUndo={() => undo(done)}
        onClose={onClose}
      />
    );
  }
  return (
    <Frame
      title={t('addCustomer')}
      size={720}
      verb={t('add')}
      canSend={onboarding !== undefined}
      busy={adding.isPending}
      error={adding.error}
      onSend={() => onboarding !== undefined && adding.mutate(onboarding)}
      onClose={onClose}
    >
      <NameAndGroups form={form} />
      <Divider />
      <Holdings form={form} />
      <Divider />
      <FirstUser form={form} />
      {form.draft !== undefined && <SheetPreviewPanel draft={form.draft} />}
    </Frame>
  );
}

function useUndo() {
  const client = useQueryClient();
  return async ({ undo }: Onboarded) => {
    await undoChange(undo);
    await refreshAll(client);
  };
}

const details = ['email', 'phone', 'address', 'city', 'country'] as const;

function NameAndGroups({ form }: { readonly form: SheetForm }) {
  const t = useText(accessPeopleText);
  const [more, setMore] = useState(false);
  const { sheet } = form;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('title')}
          description={t('addCustomerText')}
          required
          value={sheet.title}
          onChange={(event) => form.setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <GroupPicker
          label={t('groups')}
          owner={sheet.owner}
          kind="CUSTOMER"
          value={sheet.groups}
          onChange={form.setGroups}
        />
      </SimpleGrid>
      {more && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {details.map((name) => (
            <TextInput
              key={name}
              label={t(name)}
              value={sheet.details[name] ?? ''}
              onChange={(event) => form.setDetail(name, event.currentTarget.value)}
            />
          ))}
        </SimpleGrid>
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="left"
        w="fit-content"
        aria-expanded={more}
        onClick={() => setMore(!more)}
      >
        {t(more ? 'fewerDetails' : 'moreDetails')}
      </Anchor>
    </Stack>
  );
}

function Holdings({ form }: { readonly form: SheetForm }) {
  const t = useText(accessPeopleText);
  const { sheet } = form;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <EntitiesPicker
          label={t('owns')}
          placeholder={t('ownsHint')}
          kinds={['ASSET', 'DEVICE']}
          value={sheet.things}
          onChange={form.setThings}
        />
        <EntitiesPicker
          label={t('shares')}
          placeholder={t('sharesHint')}
          kinds={['DASHBOARD', 'ASSET', 'DEVICE']}
          value={sheet.shares}
          onChange={form.setShares}
        />
      </SimpleGrid>
      {sheet.things.length > 0 && (
        <ContainedPicker contained={form.followers} value={form.along} onChange={form.setAlong} />
      )}
    </Stack>
  );
}

function FirstUser({ form }: { readonly form: SheetForm }) {
  const t = useText(accessPeopleText);
  const { sheet, setUser } = form;
  const { user } = sheet;
  const dashboards = sheet.shares.filter(({ id }) => id.entityType === 'DASHBOARD');
  return (
    <Stack gap="sm" role="group" aria-label={t('firstUser')}>
      <Heading text={t('firstUserText')}>{t('firstUser')}</Heading>
      <PersonFields
        optional
        form={{ ...user, setName: (name) => setUser({ name }), setEmail: (email) => setUser({ email }) }}
      />
      {user.email.trim() !== '' && (
        <>
          <SegmentedControl
            w="fit-content"
            aria-label={t('role')}
            value={user.isAdmin ? 'admin' : 'user'}
            onChange={(value) => setUser({ isAdmin: value === 'admin' })}
            data={[
              { value: 'user', label: t('roleUser') },
              { value: 'admin', label: t('roleAdmin') },
            ]}
          />
          <LandingFields
            dashboards={dashboards}
            value={user.landing}
            onChange={(landing) => setUser({ landing })}
          />
        </>
      )}
    </Stack>
  );
}

function Heading({ children, text }: { readonly children: ReactNode; readonly text: string }) {
  return (
    <div>
      <Title order={2} size="h5">
        {children}
      </Title>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </div>
  );
}
