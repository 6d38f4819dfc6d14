import { area } from './area';

export const menuText = area({
  en: {
    home: 'Home',
    dashboards: 'Dashboards',
    devices: 'Devices',
    assets: 'Assets',
    profiles: 'Profiles',
    customers: 'Customers',
    users: 'Users',
    roles: 'Roles',
    tenants: 'Tenants',
    audit: 'Audit log',
    keys: 'API keys',
  },
  de: {
    home: 'Start',
    dashboards: 'Dashboards',
    devices: 'Geräte',
    assets: 'Assets',
    profiles: 'Profile',
    customers: 'Kunden',
    users: 'Benutzer',
    roles: 'Rollen',
    tenants: 'Mandanten',
    audit: 'Audit-Protokoll',
    keys: 'API-Schlüssel',
  },
});
