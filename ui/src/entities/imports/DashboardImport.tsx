import { Button, FileButton } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/api/http';
import { FormDialog } from '@/kit/FormDialog';
import { useToasts } from '@/kit/toast';
import { useAddress } from '@/kit/useAddress';
import { useText } from '@/lib/locale';
import { Problem } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { ActionDialogProps } from '../contract';

/** Imports a dashboard from the JSON that a dashboard is exported as. */
export function DashboardImport({ owner, onClose }: ActionDialogProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [{ group }] = useAddress();
  const [file, setFile] = useState<File | null>(null);
  const submit = async () => {
    if (file === null) return;
    const { title, configuration, image } = read(file.name, await file.text(), t('required'));
    await call('post', '/api/dashboard', {
      body: { title, configuration, image, ...(owner === undefined ? {} : { customerId: owner }) } as never,
      query: { entityGroupIds: group === undefined ? [] : [group] } as never,
    });
    toasts.done(t('created_', { name: title }));
  };
  return (
    <FormDialog title={t('importDashboard')} verb={t('importDashboard')} ready={file !== null} onSubmit={submit} onClose={onClose}>
      <FileButton accept="application/json,.json" onChange={setFile}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<FileUp size={16} />} data-autofocus>
            {file?.name ?? t('chooseJson')}
          </Button>
        )}
      </FileButton>
    </FormDialog>
  );
}

interface Exported {
  readonly title: string;
  readonly configuration: object;
  readonly image?: string;
}

function read(name: string, text: string, required: string): Exported {
  let parsed: Partial<Exported>;
  try {
    parsed = JSON.parse(text) as Partial<Exported>;
  } catch (error) {
    throw new Problem(0, `${name}: ${String(error)}`);
  }
  const { title, configuration, image } = parsed;
  if (typeof title !== 'string' || typeof configuration !== 'object') throw new Problem(0, `${name}: title, configuration: ${required}`);
  return { title, configuration, ...(typeof image === 'string' ? { image } : {}) };
}
