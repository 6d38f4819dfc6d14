import { use, useEffect, useMemo, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { LoadingState } from '@/kit/states';
import { useAddress } from '@/kit/useAddress';
import type { EntityRef } from '@/lib/entity';
import { useLiveState } from '@/api/LiveProvider';
import { type Action, type Row, WidgetsContext, ZoomContext } from '@/widgets/contract';
import { planAction } from './actions';
import classes from './dashboard.module.css';
import type { PageFrame } from './DashboardPage';
import { MissingView, SignedOutView } from './emptyViews';
import { Grid } from './Grid';
import { type Dashboard, stateOf } from './model';
import { NotShared } from './NotShared';
import { decodeStack, encodeStack, rootStack, topOf, type StateStack } from './stack';
import { readTimewindow, type TimeChoice } from './timewindow';
import { Toolbar } from './Toolbar';
import { type Chosen, useEntities, type KnownEntity } from './useSources';
import { useResolvedTime } from './useTime';
import { useZoom } from './useZoom';
import { stateName } from './stateName';

interface DashboardViewProps {
  readonly dashboardId: string;
  readonly dashboard: Dashboard;
  readonly frame: PageFrame;
}

/** An open dashboard: its toolbar, and the widgets of the state that the address names. */
export function DashboardView({ dashboardId, dashboard, frame }: DashboardViewProps) {
  const [{ state: address }, changeAddress] = useAddress();
  const navigate = useNavigate();
  const stack = useMemo(() => decodeStack(address, dashboard.rootState), [address, dashboard.rootState]);
  const step = topOf(stack);
  const state = stateOf(dashboard, step.state);
  const [own, entities] = usePageEntities(dashboardId, stack);
  const line = useLiveState();

  const timewindow = useMemo(() => readTimewindow(dashboard.timewindow), [dashboard.timewindow]);
  const [choice, setChoice] = useState<TimeChoice>(timewindow.first);
  const time = useResolvedTime(timewindow, choice);
  const zoom = useZoom(choice, setChoice);
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const here = entities.at(-1);
  const hasEnded = here?.status === 'ended';
  const place = useMemo(() => ({ dashboard, step, chosen, hasEnded }), [dashboard, step, chosen, hasEnded]);

  const title = state ? stateName(state, here) : '';
  useEffect(() => {
    document.title = [title, dashboard.title, 'Atrium'].filter(Boolean).join(' · ');
  }, [title, dashboard.title]);

  usePreload(dashboard);

  const go = (next: StateStack) => changeAddress({ state: encodeStack(next, dashboard.rootState) || undefined });
  const act = (action: Action, row: Row | null) => {
    const effect = planAction(action, row, stack, dashboard);
    switch (effect.kind) {
      case 'none':
        return;
      case 'states':
        go(effect.stack);
        return;
      case 'dashboard': {
        const text = effect.stack.length > 0 ? encodeStack(effect.stack, '') : '';
        const to = `/dashboards/${encodeURIComponent(effect.dashboardId)}${text ? `?state=${text}` : ''}`;
        if (effect.newTab) window.open(to, '_blank', 'noopener');
        else void navigate({ to });
        return;
      }
      case 'link':
        window.open(effect.url, effect.newTab ? '_blank' : '_self', 'noopener');
    }
  };

  if (line.phase === 'ended') return <SignedOutView />;
  if (own.status === 'ended') return <NotShared dashboardId={dashboardId} hasEnded />;
  const isMissing = !state || (step.entity !== null && here?.status === 'missing');
  return (
    <div className={classes.page} data-alone={frame.isAlone || undefined}>
      {!dashboard.settings.hideToolbar || frame.isForced ? (
        <Toolbar
          frame={frame}
          place={place}
          crumbs={stack.map((each, index) => crumbOf(dashboard, each.state, entities[index], () => go(stack.slice(0, index + 1))))}
          time={{ window: timewindow, choice, onChoose: setChoice }}
          onChoose={setChosen}
        />
      ) : null}
      {isMissing ? (
        <MissingView name={dashboard.title} onBack={() => go(rootStack(dashboard.rootState))} />
      ) : step.entity && here?.status === 'loading' && !here.name ? (
        <LoadingState label={dashboard.title} />
      ) : (
        <ZoomContext value={zoom}>
          <Grid key={`${step.state} ${step.entity?.id ?? ''}`} state={state} place={place} time={time} act={act} />
        </ZoomContext>
      )}
    </div>
  );
}

/** The dashboard itself and the entities of the stack; states without one are told as here. */
function usePageEntities(dashboardId: string, stack: StateStack): readonly [KnownEntity, readonly KnownEntity[]] {
  const refs = useMemo(() => {
    const own: EntityRef = { entityType: 'DASHBOARD', id: dashboardId };
    return [own, ...stack.flatMap((step) => (step.entity ? [step.entity] : []))];
  }, [dashboardId, stack]);
  const [own = NOTHING, ...found] = useEntities(refs);
  let next = 0;
  return [own, stack.map((step) => (step.entity ? (found[next++] ?? NOTHING) : NOTHING))];
}

/** Loads the views of the other states while there is nothing else to do, so that going there is quick. */
function usePreload(dashboard: Dashboard): void {
  const widgets = use(WidgetsContext);
  useEffect(() => {
    const types = new Set([...dashboard.widgets.values()].map((widget) => widget.type));
    const timer = setTimeout(() => {
      for (const widget of widgets) {
        if (widget.types.some((type) => types.has(type))) widget.preload().catch(() => undefined);
      }
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [dashboard, widgets]);
}

const PRELOAD_AFTER_MS = 2_000;

const NOTHING: KnownEntity = { status: 'here', name: '', label: '' };

function crumbOf(dashboard: Dashboard, id: string, entity: KnownEntity | undefined, onOpen: () => void) {
  const state = stateOf(dashboard, id);
  // A dashboard without states of its own has one, which is called as the dashboard is.
  const fallback = id === dashboard.rootState ? dashboard.title : '';
  return { name: (state ? stateName(state, entity) : '') || fallback, isLoading: entity?.status === 'loading', onOpen };
}
