import { useMediaQuery } from '@mantine/hooks';
import type { CSSProperties } from 'react';
import { useChrome } from '@/kit/chrome';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import type { Action, Row } from '@/widgets/contract';
import classes from './dashboard.module.css';
import { type DashboardState, type DashboardWidget, type Layout, type Placement } from './model';
import { pictureStyle } from '@/lib/picture';
import type { ResolvedTime } from './timewindow';
import type { Place } from './useSources';
import { WidgetFrame } from './WidgetFrame';

interface GridProps {
  readonly state: DashboardState;
  readonly place: Place;
  readonly time: ResolvedTime;
  readonly act: (action: Action, row: Row | null) => void;
}

interface Placed {
  readonly widget: DashboardWidget;
  readonly at: Placement;
}

const NARROW = '(max-width: 840px)';

/** The widgets of a state in their places; one below the other on a phone. */
export function Grid({ state, place, time, act }: GridProps) {
  const t = useText(dashboardsText);
  // Within the console, the page around has the main landmark already.
  const Ground = useChrome().alone ? 'main' : 'div';
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const placed = widgetsOf(state.layout, place, isNarrow);
  const { gridSettings: grid } = state.layout;
  const background = pictureStyle(grid.backgroundImageUrl);
  return (
    <Ground className={classes.ground} data-picture={background !== undefined || undefined}>
      {background !== undefined && (
        <div className={classes.picture} style={{ backgroundImage: background, backgroundSize: grid.backgroundSizeMode }} aria-hidden />
      )}
      <div className={classes.scroll}>
        {placed.length === 0 && <EmptyState title={t('emptyState')} />}
        <div
          className={isNarrow ? classes.list : classes.grid}
          data-fill={(grid.autoFillHeight && !isNarrow) || undefined}
          style={gridStyle(state.layout, placed)}
        >
          {placed.map(({ widget, at }) => (
            <WidgetFrame
              key={widget.id}
              widget={widget}
              place={place}
              time={time}
              act={act}
              isNarrow={isNarrow}
              style={isNarrow ? narrowStyle(at, grid.mobileRowHeight) : wideStyle(at)}
            />
          ))}
        </div>
      </div>
    </Ground>
  );
}

function widgetsOf(layout: Layout, { dashboard }: Place, isNarrow: boolean): readonly Placed[] {
  const placed = Object.entries(layout.widgets).flatMap(([id, at]): Placed[] => {
    const widget = dashboard.widgets.get(id);
    return widget && !(isNarrow ? at.mobileHide : at.desktopHide) ? [{ widget, at }] : [];
  });
  const byPlace = (one: Placed, two: Placed) => one.at.row - two.at.row || one.at.col - two.at.col;
  const order = ({ at }: Placed) => at.mobileOrder ?? Number.MAX_SAFE_INTEGER;
  return placed.sort((one, two) => (isNarrow ? order(one) - order(two) || byPlace(one, two) : byPlace(one, two)));
}

function gridStyle({ gridSettings: grid }: Layout, placed: readonly Placed[]): CSSProperties {
  const rows = Math.max(1, ...placed.map(({ at }) => at.row + at.sizeY));
  const variables: Readonly<Record<string, string | number>> = {
    '--columns': Math.max(1, Math.min(grid.columns, 1000)),
    '--rows': Math.min(rows, 1000),
    '--gap': `${Math.max(0, Math.min(grid.margin, 50))}px`,
    '--outer': grid.outerMargin ? 'var(--gap)' : '0px',
  };
  return variables as CSSProperties;
}

function wideStyle(at: Placement): CSSProperties {
  return {
    gridColumn: `${Math.max(0, at.col) + 1} / span ${Math.max(1, at.sizeX)}`,
    gridRow: `${Math.max(0, at.row) + 1} / span ${Math.max(1, at.sizeY)}`,
  };
}

function narrowStyle(at: Placement, rowHeight: number): CSSProperties {
  const height: Readonly<Record<string, string>> = { '--height': `${Math.max(1, at.mobileHeight ?? at.sizeY) * rowHeight}px` };
  return height as CSSProperties;
}
