import { Checkbox, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/http';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, FormField } from '../descriptor';
import { LandingHint } from './LandingHint';

/** What a form holds, by the names of the descriptor's fields. Fields of additionalInfo lie beside the others. */
export type FormValues = Readonly<Record<string, string | boolean>>;

type Document = Readonly<Record<string, unknown>>;

/** The values of a stored entity, as the form shows them. */
export function valuesOf(descriptor: EntityDescriptor, stored: object): FormValues {
  const body = stored as Document;
  const info = (body['additionalInfo'] ?? {}) as Document;
  return Object.fromEntries(
    descriptor.fields.map(({ name, type, info: inInfo }) => {
      const value = inInfo === true ? info[name] : body[name];
      if (type === 'flag') return [name, value === true];
      if (type === 'profile') return [name, (value as { id?: string } | null | undefined)?.id ?? ''];
      return [name, typeof value === 'string' ? value : ''];
    }),
  );
}

/** The document to save: the stored one with the form's values in their places. */
export function documentOf(descriptor: EntityDescriptor, stored: object, values: FormValues): Document {
  const body: Record<string, unknown> = { ...stored };
  const info: Record<string, unknown> = { ...((body['additionalInfo'] ?? {}) as Document) };
  for (const { name, type, info: inInfo } of descriptor.fields) {
    const value = values[name];
    if (inInfo === true) {
      info[name] = value === '' ? null : value;
    } else if (type === 'profile') {
      body[name] = value === '' ? null : { entityType: descriptor.profileKind, id: value };
      if (value !== '') delete body['type'];
    } else {
      body[name] = value === '' ? null : value;
    }
  }
  body['additionalInfo'] = info;
  return body;
}

interface EntityFieldsProps {
  readonly descriptor: EntityDescriptor;
  readonly values: FormValues;
  readonly onChange: (values: FormValues) => void;
  /** What is edited; absent for what is not there yet. */
  readonly storedId?: string;
  readonly focusFirst?: boolean;
}

/** The inputs of a kind. */
export function EntityFields({ descriptor, values, onChange, storedId, focusFirst = false }: EntityFieldsProps) {
  return (
    <SimpleGrid cols={2} spacing="sm">
      {descriptor.fields.map((field, place) => (
        <div key={field.name} style={field.half === true ? undefined : { gridColumn: '1 / -1' }}>
          <Field
            field={field}
            descriptor={descriptor}
            value={values[field.name] ?? ''}
            focus={focusFirst && place === 0}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
          />
          {field.type === 'dashboard' && storedId !== undefined && typeof values[field.name] === 'string' && values[field.name] !== '' && (
            <LandingHint userId={storedId} dashboardId={String(values[field.name])} />
          )}
        </div>
      ))}
    </SimpleGrid>
  );
}

interface FieldProps {
  readonly field: FormField;
  readonly descriptor: EntityDescriptor;
  readonly value: string | boolean;
  readonly focus: boolean;
  readonly onChange: (value: string | boolean) => void;
}

function Field({ field, descriptor, value, focus, onChange }: FieldProps) {
  const t = useText(entitiesText);
  const { type, required = false } = field;
  const common = { label: t(field.label), required, withAsterisk: false, ...(focus ? { 'data-autofocus': true, autoFocus: true } : {}) };
  if (type === 'flag') {
    return (
      <Checkbox mt={30} label={t(field.label)} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (type === 'profile') return <ProfileSelect label={t(field.label)} descriptor={descriptor} value={text} onChange={onChange} />;
  if (type === 'dashboard') return <DashboardSelect label={t(field.label)} value={text} onChange={onChange} />;
  if (type === 'area') {
    return <Textarea {...common} autosize minRows={2} maxRows={8} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return <TextInput {...common} type={type} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The profiles of a kind, by name. */
export function useProfileNames(profileKind: EntityDescriptor['profileKind']) {
  return useQuery({
    queryKey: [profileKind, 'names'],
    queryFn: () => (profileKind === 'DEVICE_PROFILE' ? call('get', '/api/deviceProfile/names') : call('get', '/api/assetProfile/names')),
    enabled: profileKind !== undefined,
  });
}

function ProfileSelect({ label, descriptor, value, onChange }: SelectProps & { readonly descriptor: EntityDescriptor }) {
  const profiles = useProfileNames(descriptor.profileKind).data ?? [];
  return (
    <Select
      label={label}
      searchable
      clearable
      placeholder="default"
      data={profiles.map(({ id, name }) => ({ value: id.id, label: name }))}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

/** The dashboards that the user may see, by title. */
export function DashboardSelect({ label, value, onChange }: SelectProps) {
  const t = useText(entitiesText);
  const [search, setSearch] = useState('');
  const found = useQuery({
    queryKey: ['DASHBOARD', 'names', search],
    queryFn: () => call('get', '/api/user/dashboards', { query: { page: 0, pageSize: 50, textSearch: search } }),
  });
  return (
    <Select
      label={label}
      searchable
      clearable
      placeholder={t('none')}
      data={(found.data?.data ?? []).map(({ id, title }) => ({ value: id.id, label: title }))}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      onSearchChange={(text) => setSearch(text)}
      filter={({ options }) => options}
    />
  );
}

/** Whether all required fields are filled. */
export function isComplete(descriptor: EntityDescriptor, values: FormValues): boolean {
  return descriptor.fields.every(({ name, required }) => required !== true || values[name] !== '');
}

export function blank(descriptor: EntityDescriptor): FormValues {
  return valuesOf(descriptor, {});
}
