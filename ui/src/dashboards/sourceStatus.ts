import type { SourceData, SourceStatus } from '@/widgets/contract';

/** What the data comes to; as long as anything can be shown it is. */
export function overall(data: readonly SourceData[]): SourceStatus {
  if (data.length === 0 || data.some((source) => source.rows.length > 0)) {
    return 'ready';
  }
  const order: readonly SourceStatus[] = ['ended', 'error', 'loading', 'ready'];
  return order.find((status) => data.some((source) => source.status === status)) ?? 'unresolved';
}
