/** Filters as dashboards store them, made into those that a query takes. */
import { choice, isRecord } from '@/widgets/contract';

/** A condition on the values of an alias's entities. */
export interface ValueFilter {
  readonly keyFilters: readonly object[];
  readonly operation: 'AND' | 'OR';
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads a stored filter. A stored key filter holds several predicates, each wrapped with what an editor shows of it
 * (`predicates[].keyFilterPredicate`); a query's has one `predicate`. What is already in the query's form stays.
 */
export function readValueFilter(raw: Raw): ValueFilter {
  const keyFilters = Array.isArray(raw['keyFilters']) ? raw['keyFilters'] : [];
  return {
    keyFilters: keyFilters.flatMap((each: unknown) => (isRecord(each) ? keyFilterOf(each) : [])),
    operation: choice(['AND', 'OR'], 'AND').read(raw['keyFiltersOperation']),
  };
}

/** No filter at all where nothing is compared. */
function keyFilterOf(raw: Raw): readonly object[] {
  const { key, valueType } = raw;
  const predicates = isRecord(raw['predicate']) ? predicatesOf([raw['predicate']]) : predicatesOf(raw['predicates']);
  const [first, ...others] = predicates;
  if (!isRecord(key) || !first) return [];
  const predicate = others.length === 0 ? first : { type: 'COMPLEX', operation: 'AND', predicates };
  return [{ key: { type: key['type'], key: key['key'] }, ...(typeof valueType === 'string' ? { valueType } : {}), predicate }];
}

function predicatesOf(raw: unknown): readonly object[] {
  return Array.isArray(raw) ? raw.flatMap((each: unknown) => (isRecord(each) ? predicateOf(each) : [])) : [];
}

function predicateOf(raw: Raw): readonly object[] {
  const own = isRecord(raw['keyFilterPredicate']) ? raw['keyFilterPredicate'] : raw;
  if (own['type'] === 'COMPLEX') {
    const predicates = predicatesOf(own['predicates']);
    return predicates.length > 0 ? [{ type: 'COMPLEX', operation: own['operation'], predicates }] : [];
  }
  const { type, operation, value, ignoreCase } = own;
  // It compares with nothing: there is a value, or there is none.
  if (type === 'PRESENCE') return [{ type, operation }];
  return [{ type, operation, value: valueOf(value), ...(typeof ignoreCase === 'boolean' ? { ignoreCase } : {}) }];
}

/** A dynamic value without a source is none. */
function valueOf(raw: unknown): unknown {
  if (!isRecord(raw)) return { defaultValue: raw ?? null };
  const { defaultValue, userValue, dynamicValue } = raw;
  const isDynamic = isRecord(dynamicValue) && typeof dynamicValue['sourceType'] === 'string' && dynamicValue['sourceType'] !== '';
  return { defaultValue: defaultValue ?? null, userValue: userValue ?? null, dynamicValue: isDynamic ? dynamicValue : null };
}
