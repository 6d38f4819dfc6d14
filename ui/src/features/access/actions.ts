import { Eye, HelpCircle, KeySquare, Link2, Plus, Share2, UserCog, UserPlus, UserX } from 'lucide-react';
import type { EntityAction, EntityTab } from '@/entities/contract';
import { label } from '@/kit/contract';
import { accessText } from '@/lib/text/access';
import { accessClassicText } from '@/lib/text/accessClassic';
import { accessPeopleText } from '@/lib/text/accessPeople';

const dialogs = () => import('./dialog/accessDialogs');

/**
 * What people do about access to entities and groups. One icon stands for all of it; the parts of its dialog are in the
 * menus by the names that people know.
 */
export const accessActions: readonly EntityAction[] = [
  {
    id: 'share',
    label: label(accessText, 'share'),
    icon: Share2,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER'],
    places: ['more', 'bulk'],
    operation: 'WRITE',
    anywhere: true,
    load: async () => ({ dialog: (await dialogs()).ShareOf }),
  },
  {
    id: 'share-group',
    label: label(accessClassicText, 'shareGroup'),
    icon: Share2,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER'],
    places: ['group'],
    operation: 'WRITE',
    load: async () => ({ dialog: (await import('./classic/ShareGroupDialog')).ShareGroupDialog }),
  },
  {
    id: 'access-group',
    label: label(accessText, 'access'),
    icon: KeySquare,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER'],
    places: ['group'],
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
    anywhere: true,
    load: async () => ({ dialog: (await dialogs()).AccessOf }),
  },
  {
    id: 'owner',
    label: label(accessText, 'manageOwner'),
    icon: UserCog,
    kinds: ['DEVICE', 'ASSET', 'DASHBOARD', 'CUSTOMER', 'USER'],
    places: ['more', 'bulk'],
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
  {
    id: 'add-customer',
    label: label(accessPeopleText, 'addCustomer'),
    icon: Plus,
    kinds: ['CUSTOMER'],
    places: ['page'],
    operation: 'CREATE',
    load: async () => ({ dialog: (await import('./customer/AddCustomerDialog')).AddCustomerDialog }),
  },
  {
    id: 'add-user',
    label: label(accessPeopleText, 'addUser'),
    icon: UserPlus,
    kinds: ['USER'],
    places: ['page'],
    operation: 'CREATE',
    load: async () => ({ dialog: (await import('./people/AddUserDialog')).AddUserDialog }),
  },
  {
    id: 'add-user-to',
    label: label(accessPeopleText, 'addUser'),
    icon: UserPlus,
    kinds: ['CUSTOMER'],
    places: ['row', 'drawer'],
    operation: 'WRITE',
    load: async () => ({ dialog: (await import('./people/AddUserDialog')).AddUserDialog }),
  },
  {
    id: 'view-as',
    label: label(accessPeopleText, 'viewAs'),
    icon: Eye,
    kinds: ['USER'],
    places: ['row', 'drawer'],
    operation: 'IMPERSONATE',
    load: async () => ({ dialog: (await import('./people/ViewAsDialog')).ViewAsDialog }),
  },
  {
    id: 'activation-link',
    label: label(accessPeopleText, 'activationLink'),
    icon: Link2,
    kinds: ['USER'],
    places: ['row', 'drawer'],
    operation: 'WRITE',
    load: async () => ({ dialog: (await import('./people/LinkDialog')).LinkDialog }),
  },
  {
    id: 'enable-user',
    label: label(accessPeopleText, 'enableOrDisable'),
    icon: UserX,
    kinds: ['USER'],
    places: ['more', 'drawer'],
    operation: 'WRITE',
    load: async () => ({ dialog: (await import('./people/SwitchDialog')).SwitchDialog }),
  },
];

export const accessTabs: readonly EntityTab[] = [
  {
    id: 'permissions',
    label: label(accessClassicText, 'permissions'),
    kinds: ['ENTITY_GROUP'],
    load: async () => ({ tab: (await import('./classic/PermissionsTab')).PermissionsTab }),
  },
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
