import { Skeleton } from '@mantine/core';
import { Lock, MousePointerClick, SearchX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/locale';
import { dashboardsText } from '@/lib/text/dashboards';
import { widgetsText } from '@/lib/text/widgets';
import type { SourceData } from '@/widgets/contract';
import classes from './dashboard.module.css';
import { overall } from './sourceStatus';

interface WidgetStatusProps {
  readonly data: readonly SourceData[];
  /** True if the view itself says that there is nothing. */
  readonly showsNothing: boolean;
  /** What the widget should show and is not here. */
  readonly lost: readonly string[];
  readonly children: ReactNode;
}

/** Shows the widget's view, or why there is nothing to view. */
export function WidgetStatus({ data, showsNothing, lost, children }: WidgetStatusProps) {
  const t = useText(dashboardsText);
  const w = useText(widgetsText);
  const state = overall(data);
  if (lost.length > 0 && (state === 'ready' || state === 'unresolved') && data.every((source) => isNothing(source) || source.count === 0)) {
    return <Note icon={<SearchX size={20} />} title={t('lost', { names: lost.join(', ') })} text={t('lostText')} />;
  }
  switch (state) {
    case 'loading':
      return <Skeleton className={classes.waiting} />;
    case 'ended':
      return <Note icon={<Lock size={20} />} title={t('endedTitle')} text={t('endedText')} />;
    case 'unresolved':
      return <Note icon={<MousePointerClick size={20} />} title={t('unresolved')} text={t('unresolvedText')} />;
    case 'error':
      return <Note icon={<TriangleAlert size={20} />} title={t('failed')} text={data.find(({ message }) => message)?.message ?? ''} />;
    case 'ready':
      return !showsNothing && data.length > 0 && data.every(isNothing) ? <Note title={w('noEntities')} text="" /> : children;
  }
}

function isNothing(source: SourceData): boolean {
  return source.rows.length === 0 && source.count === null && source.alarms.length === 0;
}

interface NoteProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text: string;
}

function Note({ icon, title, text }: NoteProps) {
  return (
    <div className={classes.note} role="status">
      {icon}
      <strong>{title}</strong>
      {text && <span>{text}</span>}
    </div>
  );
}
