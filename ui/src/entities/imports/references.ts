/** The entities that a dashboard's aliases and datasources name by their ids. */
import type { EntityRef } from '@/lib/entity';

export interface Reference extends EntityRef {
  /** The names of the aliases that have it. */
  readonly aliases: readonly string[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Stands for nothing. */
const NO_ID = '13814000-1dd2-11b2-8080-808080808080';
const GROUP = 'ENTITY_GROUP';
const GROUP_FIELDS = ['entityGroup', 'defaultStateEntityGroup', 'defaultEntityGroupId'];

/** Every entity that is named, each once; who asks (`CURRENT_USER` and the like) is none. */
export function referencesOf(configuration: unknown): readonly Reference[] {
  const found = new Map<string, Reference>();
  const add = (entityType: unknown, id: unknown, alias: string) => {
    if (typeof entityType !== 'string' || entityType === '' || entityType.startsWith('CURRENT_')) return;
    if (typeof id !== 'string' || !UUID.test(id) || id === NO_ID) return;
    const aliases = found.get(id)?.aliases ?? [];
    found.set(id, { entityType, id, aliases: aliases.includes(alias) ? aliases : [...aliases, alias] });
  };
  const collect = (node: unknown, alias: string): void => {
    if (Array.isArray(node)) {
      node.forEach((each) => collect(each, alias));
      return;
    }
    if (!isObject(node)) return;
    add(node['entityType'], node['id'], alias);
    listOf(node['entityList']).forEach((id) => add(node['entityType'], id, alias));
    listOf(node['entityGroupList']).forEach((id) => add(GROUP, id, alias));
    GROUP_FIELDS.forEach((field) => add(GROUP, node[field], alias));
    Object.values(node).forEach((each) => collect(each, alias));
  };
  const { entityAliases, widgets } = isObject(configuration) ? configuration : {};
  for (const alias of Object.values(isObject(entityAliases) ? entityAliases : {})) {
    if (isObject(alias)) collect(alias['filter'], typeof alias['alias'] === 'string' ? alias['alias'] : '');
  }
  for (const widget of Object.values(typeof widgets === 'object' && widgets !== null ? widgets : {})) {
    const config: unknown = isObject(widget) ? widget['config'] : null;
    for (const source of isObject(config) ? listOf(config['datasources']) : []) {
      if (isObject(source)) add('DEVICE', source['deviceId'], typeof source['name'] === 'string' ? source['name'] : '');
    }
  }
  return [...found.values()];
}

/** The configuration with other entities in the place of some. */
export function withOthers<T>(configuration: T, others: ReadonlyMap<string, string>): T {
  if (others.size === 0) return configuration;
  const replace = (node: unknown): unknown => {
    if (typeof node === 'string') return others.get(node) ?? node;
    if (Array.isArray(node)) return node.map(replace);
    return isObject(node) ? Object.fromEntries(Object.entries(node).map(([key, each]) => [key, replace(each)])) : node;
  };
  return replace(configuration) as T;
}

function isObject(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function listOf(node: unknown): readonly unknown[] {
  return Array.isArray(node) ? (node as readonly unknown[]) : [];
}
