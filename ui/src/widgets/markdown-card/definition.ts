import { choice, flag, object, text, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { fieldsSchema } from '../shared/fieldRows';
import { unreadOfCard } from '../shared/unread';
import { hasAggregates, latestOf } from '../shared/sources';

export const settingsSchema = object({
  type: choice(['pattern', 'fields'], 'pattern'),
  fields: fieldsSchema,
  markdownTextPattern: text(),
  /** The text of an HTML card. */
  cardHtml: text(),
  applyDefaultMarkdownStyle: flag(true),
});

export type MarkdownSettings = Infer<typeof settingsSchema>;

export const markdownCard: WidgetDefinition<MarkdownSettings> = {
  name: 'markdown-card',
  types: ['cards.markdown_card', 'cards.html_card', 'cards.html_value_card', 'html_widgets.markdown_card', 'html_widgets.html_card'],
  settings: settingsSchema,
  unread: ({ settings }) => unreadOfCard(settings),
  sources: latestOf,
  usesTime: hasAggregates,
  shrinks: true,
  load: () => import('./MarkdownCard').then((module) => module.MarkdownCard),
};
