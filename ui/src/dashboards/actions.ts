/** What an action comes to. */
import type { Action, Row } from '@/widgets/contract';
import type { Dashboard } from './model';
import { stateOf } from './model';
import { topOf, type StateStack, type StateStep } from './stack';

export type Effect =
  | { readonly kind: 'none' }
  | { readonly kind: 'states'; readonly stack: StateStack }
  | { readonly kind: 'dashboard'; readonly dashboardId: string; readonly stack: StateStack; readonly newTab: boolean }
  | { readonly kind: 'link'; readonly url: string; readonly newTab: boolean };

const NONE: Effect = { kind: 'none' };

/** Plans an action without doing it. */
export function planAction(action: Action, row: Row | null, stack: StateStack, dashboard: Dashboard): Effect {
  switch (action.type) {
    case 'openDashboardState': {
      const step = nextStep(action, row, topOf(stack), dashboard);
      return step ? { kind: 'states', stack: [...stack, step] } : NONE;
    }
    case 'updateDashboardState': {
      const step = nextStep(action, row, topOf(stack), dashboard, topOf(stack).state);
      return step ? { kind: 'states', stack: [...stack.slice(0, -1), step] } : NONE;
    }
    case 'openDashboard':
      return action.targetDashboardId
        ? {
            kind: 'dashboard',
            dashboardId: action.targetDashboardId,
            stack: foreignStack(action, row, topOf(stack)),
            newTab: action.openNewBrowserTab,
          }
        : NONE;
    case 'openURL': {
      const url = safeLink(action.url ?? '');
      return url ? { kind: 'link', url, newTab: action.openNewBrowserTab } : NONE;
    }
    case 'doNothing':
    case 'other':
      return NONE;
  }
}

/** True if a click would do something, so that only then it looks as if it could be clicked. */
export function isActive(action: Action | undefined): action is Action {
  return action !== undefined && action.type !== 'doNothing' && action.type !== 'other';
}

function nextStep(
  action: Action,
  row: Row | null,
  present: StateStep,
  dashboard: Dashboard,
  usual: string | null = null,
): StateStep | null {
  const byProfile = row ? action.targetDashboardStateByProfile[row.profile] : undefined;
  const state = byProfile ?? (action.targetDashboardStateId || usual);
  return state && stateOf(dashboard, state) ? { state, ...entities(action, row, present) } : null;
}

/** The entities of the next state: those of this one, and what was clicked. */
function entities(action: Action, row: Row | null, present: StateStep): Pick<StateStep, 'entity' | 'named'> {
  if (!action.setEntityId || !row) {
    return { entity: present.entity, named: present.named };
  }
  return action.stateEntityParamName
    ? { entity: present.entity, named: { ...present.named, [action.stateEntityParamName]: row.entity } }
    : { entity: row.entity, named: present.named };
}

function foreignStack(action: Action, row: Row | null, present: StateStep): StateStack {
  return action.targetDashboardStateId || (action.setEntityId && row)
    ? [{ state: action.targetDashboardStateId ?? 'default', ...entities(action, row, present) }]
    : [];
}

/** A link that a dashboard may lead to: another page, never a script. */
export function safeLink(url: string): string | null {
  const trimmed = url.trim();
  if (/^\/(?!\/)/.test(trimmed) || trimmed.startsWith('#') || trimmed.startsWith('?')) {
    return trimmed;
  }
  try {
    const parsed = new URL(trimmed);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}
