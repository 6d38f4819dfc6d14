import { Menu, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EllipsisVertical, Info, type LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { EntityIcon } from '@/kit/EntityIcon';
import type { EntityHandle } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { kitText } from '@/lib/text/kit';
import { type EntityDescriptor, type EntityRow, handleOf } from '../descriptor';
import { kinds } from '../kinds';
import { useActions, useActionsOn, useRun } from './ActionHost';
import classes from './page.module.css';
import { useLabel } from './useLabel';

interface RowActionsProps {
  readonly descriptor: EntityDescriptor;
  readonly row: EntityRow;
  /** For kinds whose row leads to a page: opens the details. */
  readonly onDetails?: () => void;
  /** Others own it: what may be done with it is asked when the menu opens, and no icon promises anything before. */
  readonly isShared?: boolean;
}

/**
 * What can be done with a row: the most used as icons, all of it in a menu. The menu is made when it is first used: a
 * list has very many rows.
 */
export function RowActions({ descriptor, row, onDetails, isShared = false }: RowActionsProps) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const run = useRun();
  const [used, setUsed] = useState(false);
  const handle = handleOf(descriptor, row);
  const held = useActions(descriptor.kind, 'row');
  const icons = isShared ? [] : held;
  const more = useActions(descriptor.kind, 'more');
  const isCustomer = descriptor.kind === 'CUSTOMER';
  return (
    <span className={classes.rowIcons}>
      {onDetails && <RowIcon icon={Info} title={t('details')} of={handle.name} onClick={onDetails} />}
      {icons.map((action) => (
        <span key={action.id} className={classes.spare}>
          <RowIcon icon={action.icon} title={labelOf(action.label)} of={handle.name} onClick={() => run(action, [handle])} />
        </span>
      ))}
      {(isShared || icons.length > 0 || more.length > 0 || isCustomer) &&
        (used ? (
          <RowMenu descriptor={descriptor} handle={handle} />
        ) : (
          <RowIcon icon={EllipsisVertical} title={t('more')} of={handle.name} isMenu onClick={() => setUsed(true)} />
        ))}
    </span>
  );
}

interface RowIconProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Of which row, for those who do not see it. */
  readonly of: string;
  readonly isMenu?: boolean;
  readonly onClick: () => void;
}

function RowIcon({ icon: Icon, title, of, isMenu = false, onClick }: RowIconProps) {
  return (
    <button
      type="button"
      className={classes.rowIcon}
      title={title}
      aria-label={`${title}: ${of}`}
      onClick={onClick}
      {...(isMenu ? { 'aria-haspopup': 'menu', 'aria-expanded': false } : {})}
    >
      <Icon size={17} aria-hidden />
    </button>
  );
}

function RowMenu({ descriptor, handle }: { readonly descriptor: EntityDescriptor; readonly handle: EntityHandle }) {
  const t = useText(entitiesText);
  const k = useText(kitText);
  const labelOf = useLabel();
  const run = useRun();
  const navigate = useNavigate();
  const icons = useActionsOn(descriptor.kind, 'row', handle.id);
  const more = useActionsOn(descriptor.kind, 'more', handle.id);
  const actions = [...(icons ?? []), ...(more ?? [])];
  const isKnown = icons !== undefined && more !== undefined;
  const below: ReactNode[] = (descriptor.kind === 'CUSTOMER' ? kinds : []).map((each) => (
    <Menu.Item
      key={each.kind}
      leftSection={<EntityIcon kind={each.kind} size={16} />}
      onClick={() => void navigate({ to: `/customers/${handle.id.id}/${each.path}` })}
    >
      {t(each.many)}
    </Menu.Item>
  ));
  return (
    <Menu position="bottom-end" withinPortal defaultOpened>
      <Menu.Target>
        <UnstyledButton className={classes.rowIcon} title={t('more')} aria-label={`${t('more')}: ${handle.name}`}>
          <EllipsisVertical size={17} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {below}
        {below.length > 0 && actions.length > 0 && <Menu.Divider />}
        {!isKnown && <Menu.Item disabled>{k('loading')}</Menu.Item>}
        {isKnown && actions.length + below.length === 0 && <Menu.Item disabled>{t('nothingToDo')}</Menu.Item>}
        {isKnown && actions.map((action) => (
          <Menu.Item
            key={action.id}
            leftSection={<action.icon size={16} />}
            {...(action.danger === true ? { c: 'var(--mantine-color-error)' } : {})}
            onClick={() => run(action, [handle])}
          >
            {labelOf(action.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
