import type { ReactNode } from 'react';
import type { PageData } from '@/api/rows';
import type { Wire } from '@/api/http';
import type { EntityHandle, EntityRef } from '@/lib/entity';
import type { Translate } from '@/lib/text/area';
import type { entitiesText } from '@/lib/text/entities';
import type { EntityKind } from './contract';

export type TextKey = keyof (typeof entitiesText)['en'];
export type EntitiesT = Translate<TextKey>;

/** What all kinds have in a list; the own fields of a kind are read by its columns. */
export interface EntityRow {
  readonly id: EntityRef;
  readonly createdTime: number;
  readonly name: string;
  readonly ownerId: EntityRef;
  readonly ownerName?: string | null;
  readonly groups?: readonly { readonly id: EntityRef; readonly name: string }[] | null;
  readonly additionalInfo?: unknown;
  readonly type?: string | null;
  readonly label?: string | null;
  readonly active?: boolean | null;
  readonly title?: string | null;
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly city?: string | null;
  readonly country?: string | null;
  readonly deviceProfileId?: EntityRef | null;
  readonly assetProfileId?: EntityRef | null;
}

/** Which entities a list is about. */
export type View =
  | { readonly of: 'own'; readonly below: boolean }
  | { readonly of: 'customer'; readonly customerId: string; readonly below: boolean }
  | { readonly of: 'group'; readonly groupId: string };

/** One page of it; the sort property is one that the kind's columns name. */
export interface PageQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly textSearch?: string | undefined;
  readonly sortProperty?: string | undefined;
  readonly sortOrder?: 'ASC' | 'DESC' | undefined;
}

export interface Filters {
  readonly profileId?: string | undefined;
  readonly active?: boolean | undefined;
}

/** A column of a kind's own, between the name and the common ones. */
export interface FieldColumn {
  readonly id: string;
  readonly title: TextKey;
  readonly sort?: string;
  readonly width?: number;
  readonly rank?: 2 | 3;
  readonly cell: (row: EntityRow, t: EntitiesT) => ReactNode;
}

/** An input of the form. `info` fields live in additionalInfo. */
export interface FormField {
  readonly name: string;
  readonly label: TextKey;
  readonly type: 'text' | 'area' | 'email' | 'profile' | 'dashboard' | 'flag';
  readonly required?: boolean;
  readonly info?: boolean;
  readonly half?: boolean;
}

export type BuiltInTab = 'details' | 'attributes' | 'telemetry' | 'relations' | 'audit' | 'credentials' | 'connect';

export type ImportColumn =
  | 'NAME' | 'TYPE' | 'LABEL' | 'DESCRIPTION' | 'SERVER_ATTRIBUTE' | 'SHARED_ATTRIBUTE' | 'TIMESERIES' | 'ACCESS_TOKEN'
  | 'X509' | 'MQTT_CLIENT_ID' | 'MQTT_USER_NAME' | 'MQTT_PASSWORD' | 'IS_GATEWAY';

export interface Imports {
  readonly columns: readonly ImportColumn[];
  readonly run: (request: ImportRequest) => Promise<Wire<'BulkImportResultDevice'>>;
}

export interface ImportRequest {
  readonly file: string;
  readonly mapping: {
    readonly columns: readonly { readonly type: ImportColumn; readonly key?: string }[];
    readonly delimiter: string;
    readonly update: boolean;
    readonly header: boolean;
  };
  readonly customerId?: EntityRef | undefined;
  readonly entityGroupId?: string | undefined;
}

/** All that the one entity page needs to know of a kind. A new kind is one such value. */
export interface EntityDescriptor {
  readonly kind: EntityKind;
  /** The path of the page, and its last part below a customer. */
  readonly path: string;
  readonly one: TextKey;
  readonly many: TextKey;
  readonly add: TextKey;
  readonly list: (view: View, page: PageQuery, filters: Filters) => Promise<PageData<EntityRow>>;
  readonly load: (id: string) => Promise<EntityRow>;
  readonly save: (body: Readonly<Record<string, unknown>>, groupIds: readonly string[]) => Promise<EntityRow>;
  readonly remove: (id: string, cascade: boolean) => Promise<unknown>;
  /** Everything of this kind that the user may see, whoever owns it; on demand only what others own. */
  readonly visible: (page: PageQuery, sharedOnly?: boolean) => Promise<PageData<EntityRow>>;
  readonly nameSort: string;
  readonly nameTitle: TextKey;
  readonly nameOf: (row: EntityRow) => string;
  readonly columns: readonly FieldColumn[];
  readonly fields: readonly FormField[];
  readonly profileKind?: 'DEVICE_PROFILE' | 'ASSET_PROFILE';
  readonly hasState?: boolean;
  readonly tabs: readonly BuiltInTab[];
  /** Where a click on a row leads instead of the drawer. */
  readonly pageOf?: (row: EntityRow) => string;
  readonly imports?: Imports;
}

export function handleOf(descriptor: EntityDescriptor, row: EntityRow): EntityHandle {
  return { id: row.id, name: descriptor.nameOf(row), ownerId: row.ownerId, ownerName: row.ownerName ?? undefined };
}

/** A field of a row as plain text, for exports. */
export function textOf(row: EntityRow, field: string): string | number | boolean | null {
  const value = (row as unknown as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
