import { House } from 'lucide-react';
import { label, type MenuEntry, type Page } from '@/kit/contract';
import { menuText } from '@/lib/text/menu';

export const homePages: readonly Page[] = [
  { path: '/', frame: 'dashboard', load: () => import('./LandingPage') },
  { path: '/home', frame: 'shell', load: () => import('./HomePage') },
];

export const homeMenu: readonly MenuEntry[] = [{ to: '/home', label: label(menuText, 'home'), icon: House, section: 'work' }];
