import { ActionIcon, Badge, Group, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { ChevronLeft, ChevronRight, Maximize, Minimize, WifiOff } from 'lucide-react';
import { Fragment } from 'react';
import { useLiveState } from '@/api/LiveProvider';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import classes from './dashboard.module.css';
import type { PageFrame } from './DashboardPage';
import { EntitySelects } from './EntitySelects';
import { TimePicker } from './TimePicker';
import type { TimeChoice, Timewindow } from './timewindow';
import type { Chosen, Place } from './useSources';

interface Crumb {
  readonly name: string;
  readonly isLoading: boolean;
  readonly onOpen: () => void;
}

interface ToolbarProps {
  readonly frame: PageFrame;
  readonly place: Place;
  readonly crumbs: readonly Crumb[];
  readonly time: { readonly window: Timewindow; readonly choice: TimeChoice; readonly onChoose: (choice: TimeChoice) => void };
  readonly onChoose: (chosen: Chosen) => void;
}

/** Where the viewer is, and what applies to the whole dashboard. */
export function Toolbar({ frame, place, crumbs, time, onChoose }: ToolbarProps) {
  const { settings } = place.dashboard;
  return (
    <header className={classes.toolbar}>
      <Group gap={10} wrap="nowrap" miw={0}>
        {frame.isAlone && <img src="/atrium.svg" alt="" width={24} height={24} className={classes.logo} />}
        <Path crumbs={crumbs} />
      </Group>
      <Group gap={6} wrap="nowrap" className={classes.tools}>
        <LineState />
        {settings.showEntitiesSelect && <EntitySelects place={place} onChoose={onChoose} />}
        {settings.showDashboardTimewindow && <TimePicker {...time} />}
        <FullScreen frame={frame} />
        {frame.account}
      </Group>
    </header>
  );
}

function Path({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useText(dashboardsText);
  const before = crumbs.at(-2);
  return (
    <nav aria-label={t('path')} className={classes.path}>
      {before && (
        <ActionIcon variant="subtle" color="gray" hiddenFrom="xs" onClick={before.onOpen} aria-label={before.name}>
          <ChevronLeft size={20} aria-hidden />
        </ActionIcon>
      )}
      {crumbs.map((crumb, index) => {
        const isLast = index === crumbs.length - 1;
        const name = crumb.name || t('unnamed');
        return (
          <Fragment key={index}>
            {index > 0 && <ChevronRight size={16} className={classes.between} aria-hidden />}
            {crumb.isLoading ? (
              <Skeleton height={14} width={90} />
            ) : isLast ? (
              <Text component="h1" className={classes.here} aria-current="page" truncate>
                {name}
              </Text>
            ) : (
              <UnstyledButton className={classes.crumb} onClick={crumb.onOpen}>
                {name}
              </UnstyledButton>
            )}
          </Fragment>
        );
      })}
    </nav>
  );
}

/** Nothing while the line is good. */
function LineState() {
  const t = useText(dashboardsText);
  const { phase } = useLiveState();
  if (phase !== 'reconnecting') {
    return null;
  }
  return (
    <Tooltip label={t('reconnectingText')}>
      <Badge color="orange" variant="light" tt="none" leftSection={<WifiOff size={12} aria-hidden />} role="status">
        {t('reconnecting')}
      </Badge>
    </Tooltip>
  );
}

function FullScreen({ frame }: { readonly frame: PageFrame }) {
  const t = useText(dashboardsText);
  const [, change] = useAddress();
  if (frame.isForced) {
    return null;
  }
  const label = frame.isAlone ? t('leaveFullScreen') : t('fullScreen');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        visibleFrom="xs"
        aria-label={label}
        onClick={() => change({ full: frame.isAlone ? undefined : '1' }, false)}
      >
        {frame.isAlone ? <Minimize size={18} aria-hidden /> : <Maximize size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}
