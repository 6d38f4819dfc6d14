import { useParams } from '@tanstack/react-router';
import type { EntityKind } from '@/entities/contract';
import { descriptorOf } from '@/entities/kinds';
import { EntityPage } from '@/entities/page/EntityPage';

/** The entity page of a kind, below a customer if the address names one. */
export function KindPage({ kind }: { readonly kind: EntityKind }) {
  const { customerId }: { customerId?: string } = useParams({ strict: false });
  const descriptor = descriptorOf(kind);
  if (descriptor === undefined) return null;
  return <EntityPage key={`${kind} ${customerId}`} descriptor={descriptor} {...(customerId === undefined ? {} : { customerId })} />;
}
