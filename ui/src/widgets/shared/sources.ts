/** What most widgets ask for. */
import type { Datasource, Refinement, SourceRequest, WidgetConfig } from '@/widgets/contract';

const WHOLE: Refinement = { page: 0, pageSize: 1024, textSearch: '', sortOrder: null };

export function ask(datasource: Datasource, wants: SourceRequest['wants'], pageSize = WHOLE.pageSize): SourceRequest {
  return { datasource, wants, first: { ...WHOLE, pageSize } };
}

/** The latest values of all datasources. */
export function latestOf(config: WidgetConfig): readonly SourceRequest[] {
  return config.datasources.filter(({ type }) => type !== 'static').map((datasource) => ask(datasource, 'latest'));
}

/** True if a value is made of many, so that the time matters. */
export function hasAggregates(config: WidgetConfig): boolean {
  return config.datasources.some((source) => source.dataKeys.some((key) => key.aggregationType !== 'NONE'));
}
