import { Download, FolderMinus, FolderPlus, Plus, Trash2, Upload } from 'lucide-react';
import { label } from '@/kit/contract';
import { entitiesText } from '@/lib/text/entities';
import type { EntityAction, EntityKind } from '../contract';

const everything: readonly EntityKind[] = ['DEVICE', 'ASSET', 'CUSTOMER', 'USER', 'DASHBOARD'];

const addLabels = { DEVICE: 'addDevice', ASSET: 'addAsset', DASHBOARD: 'addDashboard' } as const;

/** What every entity page can do by itself; sharing and owners come from the feature of access. */
export const ownActions: readonly EntityAction[] = [
  ...(['DEVICE', 'ASSET', 'DASHBOARD'] as const).map(
    (kind): EntityAction => ({
      id: `add-${kind}`,
      label: label(entitiesText, addLabels[kind]),
      icon: Plus,
      kinds: [kind],
      places: ['page'],
      operation: 'CREATE',
      load: () => import('./AddDialog').then(({ AddDialog: dialog }) => ({ dialog })),
    }),
  ),
  {
    id: 'import',
    label: label(entitiesText, 'importCsv'),
    icon: Upload,
    kinds: ['DEVICE', 'ASSET'],
    places: ['page'],
    operation: 'CREATE',
    load: () => import('../imports/ImportDialog').then(({ ImportDialog: dialog }) => ({ dialog })),
  },
  {
    id: 'import-dashboard',
    label: label(entitiesText, 'importDashboard'),
    icon: Upload,
    kinds: ['DASHBOARD'],
    places: ['page'],
    operation: 'CREATE',
    load: () => import('../imports/DashboardImport').then(({ DashboardImport: dialog }) => ({ dialog })),
  },
  {
    id: 'export-dashboard',
    label: label(entitiesText, 'exportDashboard'),
    icon: Download,
    kinds: ['DASHBOARD'],
    places: ['more', 'drawer'],
    load: () => import('../imports/DashboardExport').then(({ DashboardExport: dialog }) => ({ dialog })),
  },
  {
    id: 'add-to-group',
    label: label(entitiesText, 'addToGroup'),
    icon: FolderPlus,
    kinds: everything,
    places: ['bulk', 'more'],
    operation: 'ADD_TO_GROUP',
    anywhere: true,
    load: () => import('./GroupDialogs').then(({ AddToGroupDialog: dialog }) => ({ dialog })),
  },
  {
    id: 'remove-from-group',
    label: label(entitiesText, 'removeFromGroup'),
    icon: FolderMinus,
    kinds: everything,
    places: ['bulk', 'more'],
    operation: 'REMOVE_FROM_GROUP',
    load: () => import('./GroupDialogs').then(({ RemoveFromGroupDialog: dialog }) => ({ dialog })),
  },
  {
    id: 'delete',
    label: label(entitiesText, 'delete'),
    icon: Trash2,
    kinds: everything,
    places: ['bulk', 'more'],
    operation: 'DELETE',
    danger: true,
    load: () => import('./DeleteDialog').then(({ DeleteDialog: dialog }) => ({ dialog })),
  },
];
