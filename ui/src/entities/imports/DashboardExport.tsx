import { useEffect, useRef } from 'react';
import { call } from '@/api/http';
import { useToasts } from '@/kit/toast';
import { download } from '@/lib/csv';
import { writeExact } from '@/lib/json';
import type { ActionDialogProps } from '../contract';
import { portable } from './portable';

/** Offers a dashboard as the JSON file that an import takes. Shows nothing of its own. */
export function DashboardExport({ selection, onClose }: ActionDialogProps) {
  const toasts = useToasts();
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void exportAll(selection).catch(toasts.failed).finally(onClose);
  }, [selection, onClose, toasts]);
  return null;
}

async function exportAll(selection: ActionDialogProps['selection']): Promise<void> {
  for (const { id } of selection) {
    const stored = await call('get', '/api/dashboard/{dashboardId}', { path: { dashboardId: id.id } });
    const name = stored.title.replace(/[^\p{L}\p{N}_-]+/gu, '_').toLowerCase();
    download(`${name}.json`, writeExact(portable(stored), 2), 'application/json');
  }
}
