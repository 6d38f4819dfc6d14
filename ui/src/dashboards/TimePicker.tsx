import { Button, NavLink, Popover, ScrollArea, SegmentedControl, Select, Stack } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { AggregateFunction } from '@/api/liveProtocol';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import type { Translate } from '@/lib/text/area';
import { dashboardsText } from '@/lib/text/dashboards';
import classes from './dashboard.module.css';
import type { Offer, Span, TimeChoice, Timewindow } from './timewindow';

interface TimePickerProps {
  readonly window: Timewindow;
  readonly choice: TimeChoice;
  readonly onChoose: (choice: TimeChoice) => void;
  /** Smaller, in the head of a widget. */
  readonly isCompact?: boolean;
}

/** The calendar is large, and few dashboards let their viewers choose moments. */
const TimeRange = lazy(() => import('./TimeRange').then((module) => ({ default: module.TimeRange })));

type TextKey = keyof typeof dashboardsText.en;

const AGGREGATIONS: readonly AggregateFunction[] = ['NONE', 'AVG', 'MIN', 'MAX', 'SUM', 'COUNT'];

/** Shows the time of a dashboard or widget, and lets the viewer choose another for a while. */
export function TimePicker({ window, choice, onChoose, isCompact = false }: TimePickerProps) {
  const t = useText(dashboardsText);
  const [isOpen, setOpen] = useState(false);
  const name = useSpanName()(choice.span);
  const choose = (next: TimeChoice) => {
    onChoose(next);
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant={isCompact ? 'subtle' : 'default'}
          color="gray"
          size={isCompact ? 'compact-xs' : 'xs'}
          leftSection={<CalendarClock size={isCompact ? 14 : 16} aria-hidden />}
          className={classes.time}
          aria-label={t('timewindow', { time: name })}
          aria-haspopup="dialog"
          onClick={() => setOpen(!isOpen)}
        >
          {choice.isLive && !isCompact && <span className={classes.pulse} aria-hidden />}
          <span className={isCompact ? '' : classes.timeName}>{name}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" maw="calc(100vw - 16px)">
        <Choices window={window} choice={choice} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ window, choice, onChoose }: Omit<TimePickerProps, 'isCompact'>) {
  const t = useText(dashboardsText);
  const nameOf = useSpanName();
  const [isLive, setLive] = useState(choice.isLive);
  const offer = isLive ? window.live : window.history;
  const spans = spansOf(offer);
  const hasBoth = hasAny(window.live) && hasAny(window.history);
  return (
    <Stack gap="xs" w={280}>
      {hasBoth && (
        <SegmentedControl
          size="xs"
          value={isLive ? 'live' : 'history'}
          onChange={(value) => setLive(value === 'live')}
          data={[
            { value: 'live', label: t('live') },
            { value: 'history', label: t('history') },
          ]}
        />
      )}
      <ScrollArea.Autosize mah={320}>
        {spans.map((span) => (
          <NavLink
            key={JSON.stringify(span)}
            component="button"
            label={nameOf(span)}
            active={isLive === choice.isLive && JSON.stringify(span) === JSON.stringify(choice.span)}
            onClick={() => onChoose({ ...choice, isLive, span })}
          />
        ))}
      </ScrollArea.Autosize>
      {offer.hasRange && (
        <Suspense fallback={null}>
          <TimeRange choice={choice} onChoose={onChoose} />
        </Suspense>
      )}
      {window.mayChooseAggregation && (
        <Select
          size="xs"
          label={t('grouping')}
          data={AGGREGATIONS.map((value) => ({ value, label: t(`agg${value}`) }))}
          value={choice.agg}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => onChoose({ ...choice, agg: AGGREGATIONS.find((each) => each === value) ?? choice.agg })}
        />
      )}
    </Stack>
  );
}

function spansOf(offer: Offer): readonly Span[] {
  return [
    ...offer.last.map((millis): Span => ({ kind: 'last', millis })),
    ...offer.quick.map((name): Span => ({ kind: 'quick', name })),
  ];
}

function hasAny(offer: Offer): boolean {
  return offer.last.length > 0 || offer.quick.length > 0 || offer.hasRange;
}

function useSpanName(): (span: Span) => string {
  const t = useText(dashboardsText);
  const formats = useFormats();
  return (span) => {
    switch (span.kind) {
      case 'quick':
        return t(span.name);
      case 'last':
        return t('lastSpan', { span: lengthName(span.millis, t) });
      case 'fixed':
        return `${formats.dateTime(span.startTs)} – ${formats.dateTime(span.endTs)}`;
    }
  };
}

function lengthName(millis: number, t: Translate<TextKey>): string {
  const minutes = Math.round(millis / 60_000);
  if (minutes % 1440 === 0 && minutes > 1440) return t('days', { count: minutes / 1440 });
  if (minutes % 60 === 0) return t('hours', { count: minutes / 60 });
  return t('minutes', { count: minutes });
}
