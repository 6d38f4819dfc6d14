import { marked } from 'marked';
import { type ReactNode, useMemo } from 'react';
import { SafeHtml } from '@/kit/SafeHtml';
import type { WidgetProps } from '@/widgets/contract';
import { FieldList } from '../shared/FieldList';
import { fill } from '../shared/pattern';
import { useWrite } from '../shared/useWrite';
import type { MarkdownSettings } from './definition';
import { escapeHtml, escapeMarkdown } from './escape';
import classes from './MarkdownCard.module.css';

/** A text with values in it, or a list of values. Markup is cleaned, and values are never markup. */
export function MarkdownCard({ title, settings, data, act, config }: WidgetProps<MarkdownSettings>) {
  const row = data[0]?.rows[0] ?? null;
  if (settings.type === 'fields') {
    return (
      <Card title={title}>
        {row && <FieldList fields={settings.fields} sources={data} row={row} actions={config.actions['elementClick'] ?? []} act={act} />}
      </Card>
    );
  }
  return <Pattern title={title} settings={settings} data={data} row={row} />;
}

/** What is longer than its card scrolls, by keys too. */
function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Who has no mouse scrolls what has the focus.
    <div className={classes.card} role="group" aria-label={title} tabIndex={0}>
      {children}
    </div>
  );
}

interface PatternProps extends Pick<WidgetProps<MarkdownSettings>, 'title' | 'settings' | 'data'> {
  readonly row: NonNullable<WidgetProps<MarkdownSettings>['data'][number]>['rows'][number] | null;
}

function Pattern({ title, settings, data, row }: PatternProps) {
  const write = useWrite();
  const keys = data[0]?.keys ?? [];
  const isHtml = settings.cardHtml !== '';
  const filled = fill(isHtml ? settings.cardHtml : settings.markdownTextPattern, row, keys, write, isHtml ? escapeHtml : escapeMarkdown);
  const html = useMemo(() => (isHtml ? filled : marked.parse(filled, { async: false })), [filled, isHtml]);
  return (
    <Card title={title}>
      <SafeHtml html={html} />
    </Card>
  );
}
