import { HelpCircle, KeySquare, Share2, UserCog } from 'lucide-react';
import type { EntityAction, EntityTab } from '@/entities/contract';
import { label } from '@/kit/contract';
import { accessText } from '@/lib/text/access';

const dialogs = () => import('./dialog/accessDialogs');

/** What people do about access to entities and groups. */
export const accessActions: readonly EntityAction[] = [
  {
    id: 'share',
    label: label(accessText, 'share'),
    icon: Share2,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER'],
    places: ['row', 'drawer', 'bulk'],
    operation: 'WRITE',
    load: async () => ({ dialog: (await dialogs()).ShareOf }),
  },
  {
    id: 'access',
    label: label(accessText, 'access'),
    icon: KeySquare,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER', 'USER'],
    places: ['row', 'drawer', 'bulk'],
    operation: 'CHANGE_OWNER',
    load: async () => ({ dialog: (await dialogs()).AccessOf }),
  },
  {
    id: 'owner',
    label: label(accessText, 'manageOwner'),
    icon: UserCog,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER', 'USER'],
    places: ['row', 'drawer', 'bulk'],
    operation: 'CHANGE_OWNER',
    load: async () => ({ dialog: (await dialogs()).OwnerOf }),
  },
  {
    id: 'why',
    label: label(accessText, 'why'),
    icon: HelpCircle,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'USER'],
    places: ['more'],
    load: async () => ({ dialog: (await import('./seen/WhyDialog')).WhyAction }),
  },
];

export const accessTabs: readonly EntityTab[] = [
  {
    id: 'access',
    label: label(accessText, 'whoTitle'),
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER', 'ENTITY_GROUP'],
    load: async () => ({ tab: (await import('./seen/WhoTab')).WhoTab }),
  },
  {
    id: 'sees',
    label: label(accessText, 'whatTab'),
    kinds: ['CUSTOMER', 'USER'],
    load: async () => ({ tab: (await import('./seen/WhatTab')).WhatTab }),
  },
];
