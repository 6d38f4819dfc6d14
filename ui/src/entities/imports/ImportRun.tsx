import { Alert, Badge, Button, Group, List, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { csvLine, download } from '@/lib/csv';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { entitiesText } from '@/lib/text/entities';
import type { Imports } from '../descriptor';
import { lineOfFile, type requestsOf } from './mapping';

interface Report {
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly refused: number;
  readonly reasons: readonly string[];
  readonly failure?: string;
}

interface ImportRunProps {
  readonly imports: Imports;
  readonly requests: ReturnType<typeof requestsOf>;
  readonly total: number;
  readonly hasHeader: boolean;
  readonly name: string;
  readonly onClose: () => void;
}

/** Sends the file part by part and reports each refused line. Closing it stops after the part on its way. */
export function ImportRun({ imports, requests, total, hasHeader, name, onClose }: ImportRunProps) {
  const t = useText(entitiesText);
  const [report, setReport] = useState<Report>({ done: 0, created: 0, updated: 0, refused: 0, reasons: [] });
  const stopped = useRef(false);
  const started = useRef(false);
  useEffect(() => {
    stopped.current = false;
    if (!started.current) {
      started.current = true;
      void run(imports, requests, hasHeader, stopped, setReport);
    }
    return () => {
      stopped.current = true;
    };
  }, [imports, requests, hasHeader]);
  const finished = report.done >= total || report.failure !== undefined;
  const save = () => download(`${name}-import.csv`, report.reasons.map((reason) => csvLine([reason])).join('\r\n'));
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
        {report.reasons.length > 0 && (
          <Button variant="default" onClick={save}>
            {t('importReport')}
          </Button>
        )}
        <Button onClick={onClose} {...(finished ? {} : { variant: 'default' })}>
          {finished ? t('closeDialog') : t('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

async function run(
  imports: Imports,
  requests: ImportRunProps['requests'],
  hasHeader: boolean,
  stopped: { readonly current: boolean },
  setReport: (next: (former: Report) => Report) => void,
): Promise<void> {
  for (const { first, count, request } of requests) {
    if (stopped.current) return;
    try {
      const { created, updated, errors, errorsList } = await imports.run(request);
      const reasons = (errorsList ?? []).map((reason) => lineOfFile(reason, first, hasHeader));
      setReport((former) => ({
        ...former,
        done: former.done + count,
        created: former.created + (created ?? 0),
        updated: former.updated + (updated ?? 0),
        refused: former.refused + (errors ?? 0),
        reasons: [...former.reasons, ...reasons],
      }));
    } catch (error) {
      setReport((former) => ({ ...former, failure: messageOf(error) }));
      return;
    }
  }
}
