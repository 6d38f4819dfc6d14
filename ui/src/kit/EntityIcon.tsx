import {
  Box, Building2, CircleUser, Cpu, Eye, FolderOpen, Gauge, KeyRound, LayoutDashboard, type LucideIcon, ShieldCheck, Shapes,
  UsersRound,
} from 'lucide-react';

const icons: Readonly<Record<string, LucideIcon>> = {
  DEVICE: Cpu,
  ASSET: Box,
  CUSTOMER: Building2,
  USER: CircleUser,
  DASHBOARD: LayoutDashboard,
  ENTITY_VIEW: Eye,
  ENTITY_GROUP: FolderOpen,
  ROLE: ShieldCheck,
  TENANT: UsersRound,
  DEVICE_PROFILE: Gauge,
  ASSET_PROFILE: Gauge,
  API_KEY: KeyRound,
};

/** The picture of a kind of entity, the same everywhere. Decorative: the kind is also said in words. */
export function EntityIcon({ kind, size = 18 }: { readonly kind: string; readonly size?: number }) {
  const Icon = icons[kind] ?? Shapes;
  return <Icon size={size} aria-hidden style={{ flex: 'none' }} />;
}
