import type { LucideIcon } from 'lucide-react';
import { Plus, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useCan } from '@/api/abilities';
import { useMe } from '@/api/session';
import { kinds } from '@/entities/kinds';
import { ownActions } from '@/entities/page/ownActions';
import type { Label } from '@/kit/contract';
import { useLocale, useText } from '@/lib/locale';
import { appText } from '@/lib/text/app';
import { translate } from '@/lib/text/area';
import { entitiesText } from '@/lib/text/entities';
import { extensions } from '../actions';
import { menu } from '../pages';
import { isShown } from '../shown';

/** A page, or something to do on one. */
export interface Command {
  readonly id: string;
  readonly section: 'pages' | 'actions';
  readonly name: string;
  readonly icon: LucideIcon;
  readonly to: string;
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
