import { Button, Menu, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useMay } from '@/api/abilities';
import { useMe } from '@/api/session';
import { type Crumb, PageHeader } from '@/kit/page';
import { LoadingState } from '@/kit/states';
import { isTyping } from '@/kit/SearchField';
import { useAddress } from '@/kit/useAddress';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { EntityKind } from '../contract';
import { customerKind } from '../customer';
import { type EntityDescriptor, handleOf } from '../descriptor';
import { ActionHost, useActions, useAnywhere, useRun } from './ActionHost';
import { useLabel } from './useLabel';
import { GroupsTab } from './GroupsTab';
import { HierarchyTab } from './HierarchyTab';
import { ListTab, nothing } from './ListTab';
import classes from './page.module.css';
import { SharedTab } from './SharedTab';
import { Toolbar } from './Toolbar';
import { type ListState, useListState } from './useListState';
import { useLiveTotal } from './useLiveTotal';

const Drawer = lazy(() => import('../drawer/Drawer').then((module) => ({ default: module.Drawer })));

interface EntityPageProps {
  readonly descriptor: EntityDescriptor;
  /** The customer whose page it is; without one it is the page of the user's own owner. */
  readonly customerId?: string;
}

/** The page of a kind: All, Groups and Shared, the details beside it, and what can be done. One for all kinds. */
export function EntityPage({ descriptor, customerId }: EntityPageProps) {
  const state = useListState();
  const owner = useMemo<EntityRef | undefined>(
    () => (customerId === undefined ? undefined : { entityType: 'CUSTOMER', id: customerId }),
    [customerId],
  );
  const [choice, setChoice] = useState(nothing);
  const unselect = useCallback(() => setChoice(nothing), []);
  useEscape(state);
  useLiveTotal(descriptor.kind);
  return (
    <ActionHost kind={descriptor.kind} owner={owner} onDone={unselect}>
      <RunFromAddress kind={descriptor.kind} />
      <RunOnOpen descriptor={descriptor} />
      <div className={classes.page}>
        <div className={classes.body}>
          <div className={classes.top}>
            <Header descriptor={descriptor} customerId={customerId} />
            <PageTabs descriptor={descriptor} state={state} scoped={customerId !== undefined} />
          </div>
          {state.tab === 'groups' ? (
            <GroupsTab descriptor={descriptor} state={state} owner={owner} />
          ) : state.tab === 'shared' ? (
            <SharedTab descriptor={descriptor} state={state} />
          ) : state.tab === 'hierarchy' ? (
            <HierarchyTab state={state} />
          ) : (
            <>
              <div className={classes.tools}>
                <Toolbar descriptor={descriptor} state={state} scopeId={customerId} />
              </div>
              <ListTab descriptor={descriptor} state={state} scopeId={customerId} choice={choice} onChoice={setChoice} />
            </>
          )}
        </div>
        {(state.openId ?? state.openGroupId) !== undefined && (
          <Suspense fallback={<aside className={classes.drawer}><LoadingState /></aside>}>
            <Drawer descriptor={descriptor} state={state} />
          </Suspense>
        )}
      </div>
    </ActionHost>
  );
}

/** Starts the page action that the address names, once. */
function RunFromAddress({ kind }: { readonly kind: EntityKind }) {
  const [{ run: wanted }, change] = useAddress();
  const run = useRun();
  const action = useActions(kind, 'page').find(({ id }) => id === wanted);
  useEffect(() => {
    if (wanted === undefined) return;
    change({ run: undefined }, false);
    if (action !== undefined) run(action, []);
  }, [wanted, action, change, run]);
  return null;
}

/** Starts, once, the action that the address names for the entity that is open, if the user may use it there. */
function RunOnOpen({ descriptor }: { readonly descriptor: EntityDescriptor }) {
  const { kind } = descriptor;
  const [{ runOn: wanted, open: id }, change] = useAddress();
  const run = useRun();
  const action = useAnywhere(kind).find((each) => each.id === wanted);
  const ref = action === undefined || id === undefined ? undefined : { entityType: kind, id };
  const may = useMay(action?.operation ?? 'READ', ref);
  const { data: row } = useQuery({ queryKey: [kind, 'one', id], queryFn: () => descriptor.load(id ?? ''), enabled: may === true });
  useEffect(() => {
    if (wanted === undefined || (ref !== undefined && may !== false && row === undefined)) return;
    change({ runOn: undefined }, false);
    if (action !== undefined && may === true && row !== undefined) run(action, [handleOf(descriptor, row)]);
  });
  return null;
}

/** Esc closes the details, unless something else above them would be closed. */
function useEscape({ openId, openGroupId, change }: ListState): void {
  useEffect(() => {
    if (openId === undefined && openGroupId === undefined) return undefined;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isTyping(event.target)) return;
      const above = [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')];
      if (above.some((each) => 'checkVisibility' in each && each.checkVisibility())) return;
      change({ open: undefined, openGroup: undefined, dtab: undefined, edit: undefined });
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [openId, openGroupId, change]);
}

function Header({ descriptor, customerId }: { readonly descriptor: EntityDescriptor; readonly customerId: string | undefined }) {
  const t = useText(entitiesText);
  const customer = useQuery({
    queryKey: ['CUSTOMER', 'one', customerId],
    queryFn: () => customerKind.load(customerId ?? ''),
    enabled: customerId !== undefined,
  });
  const crumbs: readonly Crumb[] =
    customerId === undefined
      ? []
      : [
          { label: t('customers'), to: '/customers' },
          { label: customer.data === undefined ? '…' : customerKind.nameOf(customer.data), to: `/customers?open=${customerId}` },
        ];
  return <PageHeader title={t(descriptor.many)} crumbs={crumbs} actions={<PageActions descriptor={descriptor} />} />;
}

/** The first action is a button; the others are behind it. */
function PageActions({ descriptor }: { readonly descriptor: EntityDescriptor }) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const run = useRun();
  const [first, ...others] = useActions(descriptor.kind, 'page');
  if (first === undefined) return null;
  return (
    <Button.Group>
      <Button leftSection={<first.icon size={16} />} onClick={() => run(first, [])}>
        {labelOf(first.label)}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button px={8} aria-label={t('more')}>
              <ChevronDown size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((action) => (
              <Menu.Item key={action.id} leftSection={<action.icon size={16} />} onClick={() => run(action, [])}>
                {labelOf(action.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  );
}

interface PageTabsProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
  readonly scoped: boolean;
}

function PageTabs({ descriptor, state, scoped }: PageTabsProps) {
  const t = useText(entitiesText);
  const { authority } = useMe();
  const tabs = [
    'all' as const,
    'groups' as const,
    ...(authority === 'CUSTOMER_USER' && !scoped ? (['shared'] as const) : []),
    ...(descriptor.kind === 'CUSTOMER' && !scoped ? (['hierarchy'] as const) : []),
  ];
  return (
    <Tabs value={state.tab} onChange={(tab) => state.change({ tab: tab === 'all' ? undefined : (tab ?? undefined), group: undefined, q: undefined })} mt="xs">
      <Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab} aria-controls={undefined}>
            {t(tab)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
