import type { LucideIcon } from 'lucide-react';
import { ExternalLink, Info, Plus, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { type Operation, useCan, useMayOf } from '@/api/abilities';
import { useMe } from '@/api/session';
import { kinds } from '@/entities/kinds';
import { anywhereOf } from '@/entities/page/ActionHost';
import { ownActions } from '@/entities/page/ownActions';
import type { Label } from '@/kit/contract';
import { useLocale, useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { translate } from '@/lib/text/area';
import { entitiesText } from '@/lib/text/entities';
import { extensions } from '../actions';
import { menu } from '../pages';
import { isShown } from '../shown';
import type { Found } from './found';

/** A page, or something to do on one. */
export interface Command {
  readonly id: string;
  readonly section: 'pages' | 'actions';
  readonly name: string;
  readonly icon: LucideIcon;
  readonly to: string;
}

const nobody = { entityType: 'USER', id: '' };

/** What the user may do with one entity, from opening it on; empty while there is none or the server is asked. */
export function useCommandsOn(found: Found | undefined): readonly Command[] {
  const e = useText(entitiesText);
  const { language } = useLocale();
  const kind = found?.kind;
  const actions = useMemo(() => (kind === undefined ? [] : anywhereOf(extensions.actions, kind)), [kind]);
  const operations = actions.flatMap(({ operation }): readonly Operation[] => (operation === undefined ? [] : [operation]));
  const may = useMayOf([...new Set(operations)], found === undefined ? nobody : { entityType: found.kind, id: found.id });
  if (found === undefined) return [];
  const { id, to, details } = found;
  const open: readonly Command[] = [
    { id: `open-${id}`, section: 'actions', name: e(to === details ? 'details' : 'open'), icon: ExternalLink, to },
    ...(to === details ? [] : [{ id: `details-${id}`, section: 'actions' as const, name: e('details'), icon: Info, to: details }]),
  ];
  const held = actions.filter(({ operation }) => operation === undefined || may?.has(operation) === true);
  return [
    ...open,
    ...held.map(({ id: action, label, icon }): Command => {
      const name = translate(label.area, language, label.key);
      return { id: `${action}-${id}`, section: 'actions', name, icon, to: `${details}&runOn=${action}` };
    }),
  ];
}

/** The pages and actions that the user may use. */
export function useCommands(): readonly Command[] {
  const t = useText(appText);
  const e = useText(entitiesText);
  const { language } = useLocale();
  const can = useCan();
  const { authority } = useMe();
  return useMemo(() => {
    const textOf = (label: Label) => translate(label.area, language, label.key);
    const pages = menu
      .filter((entry) => isShown(entry, authority, can))
      .map(({ to, label, icon }): Command => ({ id: to, section: 'pages', name: textOf(label), icon, to }));
    const open = new Set(pages.map(({ to }) => to));
    const groups = kinds
      .filter(({ path }) => open.has(`/${path}`))
      .map(({ path, many }): Command => {
        const name = t('groupsOf', { things: e(many) });
        return { id: `groups-${path}`, section: 'pages', name, icon: Plus, to: `/${path}?tab=groups` };
      });
    const actions = kinds
      .filter(({ path }) => open.has(`/${path}`))
      .flatMap(({ kind, path, many }) =>
        [...extensions.actions, ...ownActions]
          .filter(({ kinds: of, places, operation }) => of.includes(kind) && places.includes('page') && (operation === undefined || can(operation, kind)))
          .map(({ id, label, icon }): Command => {
            const name = id.startsWith('import') ? `${textOf(label)}: ${e(many)}` : textOf(label);
            return { id: `${kind}-${id}`, section: 'actions', name, icon, to: `/${path}?run=${id}` };
          }),
      );
    const profile: Command = { id: 'profile', section: 'pages', name: t('profile'), icon: UserRound, to: '/profile' };
    return [...pages, ...groups, profile, ...actions];
  }, [t, e, language, can, authority]);
}
