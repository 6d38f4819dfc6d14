import { type CSSProperties, Suspense, use, useEffect, useMemo, useRef, useState } from 'react';
import { Modal, Skeleton, Title } from '@mantine/core';
import { Puzzle } from 'lucide-react';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import { type Action, type AnyWidget, type Row, type TimeSpan, useWidget, ZoomContext } from '@/widgets/contract';
import { Boundary } from './Boundary';
import classes from './dashboard.module.css';
import type { DashboardWidget } from './model';
import { TimePicker } from './TimePicker';
import { readTimewindow, type ResolvedTime } from './timewindow';
import { type Place, useLost, useSources } from './useSources';
import { useResolvedTime } from './useTime';
import { useZoom } from './useZoom';
import { WidgetMenu } from './WidgetMenu';
import { hasPlaces, titleOf } from './widgetTitle';
import { WidgetStatus } from './WidgetStatus';

export interface WidgetFrameProps {
  readonly widget: DashboardWidget;
  readonly place: Place;
  readonly time: ResolvedTime;
  readonly act: (action: Action, row: Row | null) => void;
  readonly isNarrow: boolean;
  readonly style: CSSProperties;
}

/** A widget in its place. Whatever goes wrong with it stays within its frame. */
export function WidgetFrame(props: WidgetFrameProps) {
  const { widget, style } = props;
  const t = useText(dashboardsText);
  const known = useWidget(widget.type);
  if (!known) {
    return (
      <section className={classes.card} style={style} aria-label={widget.title}>
        <EmptyState icon={<Puzzle size={24} />} title={widget.title || t('unknown')} text={t('unknownText', { type: widget.type })} />
      </section>
    );
  }
  return (
    <Boundary title={widget.title} style={style}>
      <KnownWidget {...props} known={known} />
    </Boundary>
  );
}

type KnownProps = WidgetFrameProps & { readonly known: AnyWidget };

function unreadText(kind: string): keyof typeof dashboardsText.en {
  const key = `unread_${kind}`;
  return key in dashboardsText.en ? (key as keyof typeof dashboardsText.en) : 'unread_other';
}

function KnownWidget({ widget, known, place, time, act, isNarrow, style }: KnownProps) {
  const t = useText(dashboardsText);
  const { config } = widget;
  const window = useMemo(() => readTimewindow(config.timewindow), [config.timewindow]);
  const [choice, setChoice] = useState(window.first);
  const own = useResolvedTime(window, choice);
  const ownZoom = useZoom(choice, setChoice);
  const sharedZoom = use(ZoomContext);
  const usesTime = known.usesTime(config);
  const followsDashboard = config.useDashboardTimewindow || config.timewindow === undefined || config.timewindow === null;
  const shown = usesTime ? (followsDashboard ? time : own) : null;
  const [data, refine] = useSources(known, config, place, shown);
  const span = useMemo(() => spanOf(shown), [shown]);
  // The view and its data come at the same time, not one after the other.
  useEffect(() => void known.preload().catch(() => undefined), [known]);
  const body = useRef<HTMLDivElement>(null);
  const [isLarge, setLarge] = useState(false);
  const title = titleOf(config.title || widget.title, data);
  const isBlank = title === '' && hasPlaces(config.title) && data.some(({ status }) => status === 'loading');
  const unread = known.unread(config);
  const requests = useMemo(() => known.sources(config), [known, config]);
  const lost = useLost(requests, data, place);
  const hasPicker = usesTime && !followsDashboard && config.displayTimewindow;
  const hasHead = config.showTitle || hasPicker;
  const view = (
    <div className={classes.body} ref={body} data-headless={!hasHead || undefined} data-bare={config.padding === '0' || undefined}>
      <WidgetStatus data={data} showsNothing={known.showsNothing} lost={lost}>
        <Suspense fallback={<Skeleton className={classes.waiting} />}>
          <ZoomContext value={followsDashboard ? sharedZoom : ownZoom}>
            <known.View title={title} config={config} data={data} span={span} isNarrow={isNarrow} refine={refine} act={act} />
          </ZoomContext>
        </Suspense>
      </WidgetStatus>
      {unread.length > 0 && <p className={classes.unread}>{t('unread', { names: unread.map((kind) => t(unreadText(kind))).join(', ') })}</p>}
    </div>
  );
  const menu = <WidgetMenu title={title} config={config} data={data} body={body} onLarge={() => setLarge(true)} />;
  return (
    <section
      className={classes.card}
      style={style}
      aria-label={title || widget.title}
      data-shrinks={known.shrinks || undefined}
      data-widget={known.name}
      data-flat={!config.dropShadow || undefined}
    >
      {hasHead && (
        <header className={classes.head}>
          <Title order={2} className={classes.title}>
            {config.showTitle ? isBlank ? <Skeleton height={14} width={120} /> : title : ''}
          </Title>
          {hasPicker && <TimePicker window={window} choice={choice} onChoose={setChoice} isCompact />}
          {menu}
        </header>
      )}
      {!hasHead && <div className={classes.corner}>{menu}</div>}
      {isLarge ? <Modal opened fullScreen onClose={() => setLarge(false)} title={title} classNames={{ body: classes.large }}>{view}</Modal> : view}
    </section>
  );
}

function spanOf(time: ResolvedTime | null): TimeSpan | null {
  return time && {
    startTs: time.startTs,
    endTs: time.endTs,
    interval: time.grouping.interval,
    agg: time.grouping.agg,
    isSummed: time.grouping.agg === 'SUM' || time.grouping.agg === 'COUNT',
    isSliding: time.isSliding,
    isLive: time.isLive,
    timeZone: time.grouping.timeZoneId,
  };
}

