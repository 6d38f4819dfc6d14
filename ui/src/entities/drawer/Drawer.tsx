import { ActionIcon, Alert, Button, Group, Tabs, Text, Title, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink, X } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import { useMay } from '@/api/abilities';
import { call } from '@/api/http';
import { CopyButton } from '@/kit/CopyButton';
import { EntityIcon } from '@/kit/EntityIcon';
import { lazyOf } from '@/kit/once';
import { Loaded, LoadingState } from '@/kit/states';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import type { EntityHandle, EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { type EntityKind, type EntityTab, useExtensions } from '../contract';
import { type BuiltInTab, type EntityDescriptor, type EntityRow, handleOf } from '../descriptor';
import { kinds } from '../kinds';
import { useCallOff } from '../removals';
import { useActionsOn, useRun } from '../page/ActionHost';
import { useLabel } from '../page/useLabel';
import classes from '../page/page.module.css';
import type { ListState } from '../page/useListState';
import { AttributesTab } from './AttributesTab';
import { AuditTab } from './AuditTab';
import { ConnectTab } from './ConnectTab';
import { CopyToken } from './CopyToken';
import { CredentialsTab } from './CredentialsTab';
import { DetailsTab } from './DetailsTab';
import { GroupDetails } from './GroupDetails';
import { RelationsTab } from './RelationsTab';
import { TelemetryTab } from './TelemetryTab';
import { UserActions } from './UserActions';

interface DrawerProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
}

/** The details of what is open, beside the list: nothing is covered, so the next row can be clicked at once. */
export function Drawer({ descriptor, state }: DrawerProps) {
  const { openId, openGroupId } = state;
  const frame = useRef<HTMLElement>(null);
  const t = useText(entitiesText);
  useEffect(() => {
    if (window.matchMedia('(max-width: 62em)').matches) frame.current?.focus();
  }, [openId, openGroupId]);
  return (
    <aside className={classes.drawer} ref={frame} tabIndex={-1} aria-label={t('details')}>
      {openId !== undefined ? (
        <EntityDrawer key={openId} descriptor={descriptor} id={openId} state={state} />
      ) : (
        openGroupId !== undefined && <GroupDrawer key={openGroupId} descriptor={descriptor} id={openGroupId} state={state} />
      )}
    </aside>
  );
}

function EntityDrawer({ descriptor, id, state }: DrawerProps & { readonly id: string }) {
  const t = useText(entitiesText);
  const entity = useQuery({ queryKey: [descriptor.kind, 'one', id], queryFn: () => descriptor.load(id) });
  return (
    <>
      <Head kind={descriptor.kind} title={entity.data === undefined ? '…' : descriptor.nameOf(entity.data)} sub={t(descriptor.one)} state={state} />
      <Loaded query={entity}>{(row) => <EntityBody descriptor={descriptor} row={row} />}</Loaded>
    </>
  );
}

function EntityBody({ descriptor, row }: { readonly descriptor: EntityDescriptor; readonly row: EntityRow }) {
  const handle = useMemo(() => handleOf(descriptor, row), [descriptor, row]);
  const secrets = useMay('READ_CREDENTIALS', descriptor.kind === 'DEVICE' ? row.id : undefined) === true;
  const tabs = descriptor.tabs.filter((tab) => secrets || (tab !== 'credentials' && tab !== 'connect'));
  return (
    <>
      <GoingNotice entity={row.id} />
      <Buttons descriptor={descriptor} row={row} handle={handle} />
      <TabList
        kind={descriptor.kind}
        handle={handle}
        tabs={tabs}
        panel={(tab) => <BuiltIn tab={tab} descriptor={descriptor} row={row} handle={handle} />}
      />
    </>
  );
}

/** Says that what is shown is about to go, and takes that back. */
function GoingNotice({ entity }: { readonly entity: EntityRef }) {
  const t = useText(entitiesText);
  const callOff = useCallOff(entity);
  const toasts = useToasts();
  if (callOff === undefined) return null;
  return (
    <Alert color="orange" mx="md" mb="xs" p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('deletesSoon')}</Text>
        <Button size="compact-sm" variant="default" onClick={() => void callOff().catch(toasts.failed)}>
          {t('keepIt')}
        </Button>
      </Group>
    </Alert>
  );
}

interface BuiltInProps {
  readonly tab: BuiltInTab;
  readonly descriptor: EntityDescriptor;
  readonly row: EntityRow;
  readonly handle: EntityHandle;
}

function BuiltIn({ tab, descriptor, row, handle }: BuiltInProps) {
  switch (tab) {
    case 'details':
      return <DetailsTab descriptor={descriptor} row={row} />;
    case 'attributes':
      return <AttributesTab entity={handle} />;
    case 'telemetry':
      return <TelemetryTab entity={handle} />;
    case 'relations':
      return <RelationsTab entity={handle} />;
    case 'credentials':
      return <CredentialsTab entity={handle} />;
    case 'connect':
      return <ConnectTab entity={handle} />;
    case 'audit':
      return <AuditTab entity={handle} />;
  }
}

function GroupDrawer({ descriptor, id, state }: DrawerProps & { readonly id: string }) {
  const t = useText(entitiesText);
  const group = useQuery({
    queryKey: ['group', id],
    queryFn: () => call('get', '/api/entityGroup/{entityGroupId}', { path: { entityGroupId: id } }),
  });
  return (
    <>
      <Head kind="ENTITY_GROUP" title={group.data?.name ?? '…'} sub={`${t('group')} · ${t(descriptor.many)}`} state={state} />
      <Loaded query={group}>
        {(info) => {
          const handle = { id: info.id, name: info.name, ownerId: info.ownerId };
          return (
            <>
              <Group gap="xs" px="md" pb="xs">
                <ActionButtons place="group" kind={descriptor.kind} handle={handle} />
                <CopyButton text={id} label={t('copyId')} withText />
              </Group>
              <TabList
                kind="ENTITY_GROUP"
                handle={handle}
                tabs={['details', 'attributes', 'audit']}
                panel={(tab) =>
                  tab === 'details' ? (
                    <GroupDetails group={info} />
                  ) : tab === 'attributes' ? (
                    <AttributesTab entity={handle} />
                  ) : (
                    <AuditTab entity={handle} />
                  )
                }
              />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

interface HeadProps {
  readonly kind: EntityKind;
  readonly title: string;
  readonly sub: string;
  readonly state: ListState;
}

function Head({ kind, title, sub, state }: HeadProps) {
  const t = useText(entitiesText);
  return (
    <Group className={classes.drawerHead} wrap="nowrap" align="flex-start" pb="xs">
      <Text c="dimmed" lh={0} mt={4}>
        <EntityIcon kind={kind} size={22} />
      </Text>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        <Text size="xs" c="dimmed">
          {sub}
        </Text>
      </div>
      <Tooltip label={t('close')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('close')}
          onClick={() => state.change({ open: undefined, openGroup: undefined, dtab: undefined, edit: undefined })}
        >
          <X size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

interface ButtonsProps {
  readonly descriptor: EntityDescriptor;
  readonly row: EntityRow;
  readonly handle: EntityHandle;
}

function Buttons({ descriptor, row, handle }: ButtonsProps) {
  const t = useText(entitiesText);
  const { kind, pageOf } = descriptor;
  return (
    <Group gap={6} px="md" pb="xs">
      {pageOf !== undefined && (
        <Button component={Link} to={pageOf(row)} size="xs" leftSection={<ExternalLink size={14} />}>
          {t('open')}
        </Button>
      )}
      <ActionButtons place="drawer" kind={kind} handle={handle} />
      {kind === 'USER' && <UserActions userId={row.id.id} />}
      {kind === 'CUSTOMER' &&
        kinds.map((each) => (
          <Button
            key={each.kind}
            component={Link}
            to={`/customers/${row.id.id}/${each.path}`}
            size="xs"
            variant="default"
            leftSection={<EntityIcon kind={each.kind} size={14} />}
          >
            {t(each.many)}
          </Button>
        ))}
      {kind === 'DEVICE' && <CopyToken deviceId={row.id} />}
      <CopyButton text={row.id.id} label={t('copyId')} withText />
    </Group>
  );
}

interface ActionButtonsProps {
  readonly place: 'drawer' | 'group';
  readonly kind: EntityKind;
  readonly handle: EntityHandle;
}

function ActionButtons({ place, kind, handle }: ActionButtonsProps) {
  const labelOf = useLabel();
  const run = useRun();
  return useActionsOn(kind, place, handle.id)?.map((action) => (
    <Button
      key={action.id}
      size="xs"
      variant="default"
      leftSection={<action.icon size={14} />}
      onClick={() => run(action, [handle])}
    >
      {labelOf(action.label)}
    </Button>
  ));
}

const titles = {
  details: 'tabDetails',
  attributes: 'tabAttributes',
  telemetry: 'tabTelemetry',
  relations: 'tabRelations',
  credentials: 'tabCredentials',
  connect: 'tabConnect',
  audit: 'tabAudit',
} as const satisfies Record<BuiltInTab, string>;

interface TabListProps {
  readonly kind: EntityKind;
  readonly handle: EntityHandle;
  readonly tabs: readonly BuiltInTab[];
  readonly panel: (tab: BuiltInTab) => ReactNode;
}

/** Our own tabs and, after the details, those that features brought along. */
function TabList({ kind, handle, tabs, panel }: TabListProps) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const extensions = useExtensions().tabs.filter((tab) => tab.kinds.includes(kind));
  const [{ dtab = 'details' }, change] = useAddress();
  const own = tabs.find((tab) => tab === dtab);
  const extension = extensions.find(({ id }) => id === dtab);
  const shown = own ?? extension?.id ?? 'details';
  const [first, ...others] = tabs;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  const ownTab = (tab: BuiltInTab) => (
    <Tabs.Tab key={tab} value={tab}>
      {t(titles[tab])}
    </Tabs.Tab>
  );
  return (
    <Tabs
      value={shown}
      onChange={(tab) => change({ dtab: tab === 'details' || tab === null ? undefined : tab, edit: undefined }, false)}
      style={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs} px="md" ref={list}>
        {first !== undefined && ownTab(first)}
        {extensions.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {labelOf(tab.label)}
          </Tabs.Tab>
        ))}
        {others.map(ownTab)}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab} value={tab} className={classes.drawerBody}>
          {panel(tab)}
        </Tabs.Panel>
      ))}
      {extensions.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} className={classes.drawerBody}>
          <Extension tab={tab} handle={handle} kind={kind} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

interface ExtensionProps {
  readonly tab: EntityTab;
  readonly handle: EntityHandle;
  readonly kind: EntityKind;
}

function Extension({ tab, handle, kind }: ExtensionProps) {
  const Tab = lazyOf(tab, () => tab.load().then((module) => module.tab));
  return (
    <Suspense fallback={<LoadingState />}>
      <Tab entity={handle} kind={kind} />
    </Suspense>
  );
}
