import type { EntityTab } from '@/entities/contract';
import { label } from '@/kit/contract';
import { historyText } from '@/lib/text/history';

export const historyTabs: readonly EntityTab[] = [
  {
    id: 'history',
    label: label(historyText, 'tab'),
    kinds: ['DEVICE', 'ASSET'],
    load: () => import('./HistoryTab'),
  },
];
