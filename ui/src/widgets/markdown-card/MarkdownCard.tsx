import { marked } from 'marked';
import { useMemo } from 'react';
import { SafeHtml } from '@/kit/SafeHtml';
import type { WidgetProps } from '@/widgets/contract';
import { FieldList } from '../shared/FieldList';
import { fill } from '../shared/pattern';
import { useWrite } from '../shared/useWrite';
import type { MarkdownSettings } from './definition';
import { escapeHtml, escapeMarkdown } from './escape';
import classes from './MarkdownCard.module.css';

/** A text with values in it, or a list of values. Markup is cleaned, and values are never markup. */
export function MarkdownCard({ settings, data, act, config }: WidgetProps<MarkdownSettings>) {
  const row = data[0]?.rows[0] ?? null;
  if (settings.type === 'fields') {
    return (
      <div className={classes.card}>
        {row && <FieldList fields={settings.fields} sources={data} row={row} actions={config.actions['elementClick'] ?? []} act={act} />}
      </div>
    );
  }
  return <Pattern settings={settings} data={data} row={row} />;
}

interface PatternProps extends Pick<WidgetProps<MarkdownSettings>, 'settings' | 'data'> {
  readonly row: NonNullable<WidgetProps<MarkdownSettings>['data'][number]>['rows'][number] | null;
}

function Pattern({ settings, data, row }: PatternProps) {
  const write = useWrite();
  const keys = data[0]?.keys ?? [];
  const isHtml = settings.cardHtml !== '';
  const filled = fill(isHtml ? settings.cardHtml : settings.markdownTextPattern, row, keys, write, isHtml ? escapeHtml : escapeMarkdown);
  const html = useMemo(() => (isHtml ? filled : marked.parse(filled, { async: false })), [filled, isHtml]);
  return (
    <div className={classes.card}>
      <SafeHtml html={html} />
    </div>
  );
}
