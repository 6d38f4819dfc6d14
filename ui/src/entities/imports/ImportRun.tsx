import { Alert, Badge, Button, Group, List, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useJobs } from '@/kit/jobs';
import { useToasts } from '@/kit/toast';
import { csvLine, download } from '@/lib/csv';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, Imports } from '../descriptor';
import { relate } from '../page/PartOf';
import { undoMs } from '../removals';
import { lineOfFile, type requestsOf } from './mapping';

interface Report {
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly refused: number;
  readonly reasons: readonly string[];
  /** What is new. */
  readonly ids: readonly string[];
  readonly failure?: string;
}

interface ImportRunProps {
  readonly imports: Imports;
  readonly requests: ReturnType<typeof requestsOf>;
  readonly total: number;
  readonly hasHeader: boolean;
  /** The asset that everything new becomes a part of. */
  readonly partOf: string | null;
  readonly descriptor: EntityDescriptor;
  readonly onClose: () => void;
}

/** Sends the file part by part and reports each refused line. Closing it stops after the part on its way. */
export function ImportRun({ imports, requests, total, hasHeader, partOf, descriptor, onClose }: ImportRunProps) {
  const t = useText(entitiesText);
  const toasts = useToasts();
  const [report, setReport] = useState<Report>({ done: 0, created: 0, updated: 0, refused: 0, reasons: [], ids: [] });
  const stopped = useRef(false);
  const started = useRef(false);
  useEffect(() => {
    stopped.current = false;
    if (!started.current) {
      started.current = true;
      void run({ imports, requests, hasHeader, descriptor, partOf }, stopped, setReport);
    }
    return () => {
      stopped.current = true;
    };
  }, [imports, requests, hasHeader, descriptor, partOf]);
  const takeBack = useTakeBack(descriptor);
  const close = () => {
    onClose();
    if (report.ids.length > 0) toasts.done(t('importCreatedToast', { count: report.ids.length }), () => takeBack(report.ids), undoMs);
  };
  const finished = report.done >= total || report.failure !== undefined;
  const save = () => download(`${descriptor.path}-import.csv`, report.reasons.map((reason) => csvLine([reason])).join('\r\n'));
  return (
    <Stack>
      <Progress value={(100 * report.done) / total} aria-label={t('importRunning', { done: report.done, total })} />
      <Text size="sm" role="status">
        {finished ? t('importDone') : t('importRunning', { done: report.done, total })}
      </Text>
      <Group gap="xs">
        <Badge variant="light" tt="none">{`${t('importCreated')}: ${report.created}`}</Badge>
        <Badge variant="light" color="gray" tt="none">{`${t('importUpdated')}: ${report.updated}`}</Badge>
        <Badge variant="light" color={report.refused > 0 ? 'red' : 'gray'} tt="none">{`${t('importErrors')}: ${report.refused}`}</Badge>
      </Group>
      {report.failure !== undefined && (
        <Alert color="red" role="alert">
          {report.failure}
        </Alert>
      )}
      {report.reasons.length > 0 && (
        <ScrollArea.Autosize mah={240}>
          <List size="sm" spacing={2}>
            {report.reasons.slice(0, 200).map((reason) => (
              <List.Item key={reason}>{reason}</List.Item>
            ))}
          </List>
        </ScrollArea.Autosize>
      )}
      {finished && report.refused === 0 && report.failure === undefined && <Text size="sm">{t('importNoErrors')}</Text>}
      <Group justify="flex-end">
        {finished && report.ids.length > 0 && (
          <Button
            variant="default"
            onClick={() => {
              void takeBack(report.ids);
              onClose();
            }}
          >
            {t('importUndo', { count: report.ids.length })}
          </Button>
        )}
        {report.reasons.length > 0 && (
          <Button variant="default" onClick={save}>
            {t('importReport')}
          </Button>
        )}
        <Button onClick={close} {...(finished ? {} : { variant: 'default' })}>
          {finished ? t('closeDialog') : t('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Deletes what an import made; what it changed stays changed. */
function useTakeBack({ kind, remove }: EntityDescriptor): (ids: readonly string[]) => Promise<void> {
  const t = useText(entitiesText);
  const start = useJobs();
  const client = useQueryClient();
  return (ids) => {
    start({
      title: t('importTakingBack'),
      items: ids,
      nameOf: (id) => id,
      size: 1,
      width: 4,
      step: ([id]) => Promise.resolve(id === undefined ? undefined : remove(id, false)),
      told: (count) => t('deleted', { count }),
      onEnd: () => void client.invalidateQueries({ queryKey: [kind] }),
    });
    return Promise.resolve();
  };
}

type Task = Pick<ImportRunProps, 'imports' | 'requests' | 'hasHeader' | 'descriptor' | 'partOf'>;

async function run(
  { imports, requests, hasHeader, descriptor, partOf }: Task,
  stopped: { readonly current: boolean },
  setReport: (next: (former: Report) => Report) => void,
): Promise<void> {
  for (const { first, count, request } of requests) {
    if (stopped.current) return;
    try {
      const { created, updated, errors, errorsList, createdIds } = await imports.run(request);
      const reasons = (errorsList ?? []).map((reason) => lineOfFile(reason, first, hasHeader));
      const ids = createdIds ?? [];
      setReport((former) => ({
        ...former,
        created: former.created + (created ?? 0),
        updated: former.updated + (updated ?? 0),
        refused: former.refused + (errors ?? 0),
        reasons: [...former.reasons, ...reasons],
        ids: [...former.ids, ...ids],
      }));
      if (partOf !== null) await relate({ entityType: 'ASSET', id: partOf }, ids.map((id) => ({ entityType: descriptor.kind, id })));
      setReport((former) => ({ ...former, done: former.done + count }));
    } catch (error) {
      setReport((former) => ({ ...former, failure: messageOf(error) }));
      return;
    }
  }
}
