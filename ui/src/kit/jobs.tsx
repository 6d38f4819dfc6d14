import { Button, Group, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import { useText } from '@/lib/locale';
import { messageOf } from '@/lib/problem';
import { kitText } from '@/lib/text/kit';

/** Something to do with many things, while its user goes on with something else. */
export interface Job<T> {
  readonly title: string;
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  /** How many things one step takes, and how many steps go at a time. */
  readonly size: number;
  readonly width?: number;
  /** Does it for some of the things; what it throws is the reason why it failed for all of them. */
  readonly step: (items: readonly T[]) => Promise<unknown>;
  /** What is said of those that were done. */
  readonly told: (count: number) => string;
  /** Called at the end, whatever came of it. */
  readonly onEnd: () => void;
  readonly undo?: () => Promise<unknown>;
}

interface Failed {
  readonly name: string;
  readonly reason: string;
}

let started = 0;

/** Runs jobs in the background; a notice shows how far they are, cancels them, and keeps the report. */
export function useJobs(): <T>(job: Job<T>) => void {
  const t = useText(kitText);
  return useMemo(() => {
    const closeButtonProps = { 'aria-label': t('close') };
    return <T,>(job: Job<T>) => {
      const id = `job-${++started}`;
      const stop = new AbortController();
      const say = (done: number) => ({
        id,
        title: job.title,
        message: <JobProgress done={done} total={job.items.length} onCancel={() => stop.abort()} />,
        autoClose: false as const,
        withCloseButton: false,
        role: 'status' as const,
      });
      const hold = (event: BeforeUnloadEvent) => event.preventDefault();
      window.addEventListener('beforeunload', hold);
      notifications.show(say(0));
      void run(job, stop.signal, (done) => notifications.update(say(done))).then(({ done, failed }) => {
        window.removeEventListener('beforeunload', hold);
        job.onEnd();
        const isCancelled = stop.signal.aborted && done + failed.length < job.items.length;
        const isClean = failed.length === 0 && !isCancelled;
        const undo = job.undo;
        notifications.update({
          id,
          title: null,
          role: isClean ? 'status' : 'alert',
          autoClose: isClean ? 10_000 : false,
          withCloseButton: true,
          closeButtonProps,
          message: (
            <JobEnd
              summary={[
                isCancelled ? t('jobCancelled', { done, total: job.items.length }) : job.told(done),
                failed.length > 0 && t('jobFailed', { count: failed.length }),
              ]}
              title={job.title}
              failed={failed}
              onUndo={undo && (() => void undo().then(() => notifications.hide(id)).finally(job.onEnd))}
            />
          ),
        });
      });
    };
  }, [t]);
}

async function run<T>({ items, nameOf, size, width = 1, step }: Job<T>, signal: AbortSignal, tell: (done: number) => void) {
  const failed: Failed[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < items.length && !signal.aborted) {
      const some = items.slice(next, next + size);
      next += size;
      try {
        await step(some);
        done += some.length;
      } catch (error) {
        failed.push(...some.map((item) => ({ name: nameOf(item), reason: messageOf(error) })));
      }
      tell(done + failed.length);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return { done, failed };
}

interface JobProgressProps {
  readonly done: number;
  readonly total: number;
  readonly onCancel: () => void;
}

function JobProgress({ done, total, onCancel }: JobProgressProps) {
  const t = useText(kitText);
  const text = t('jobAt', { done, total });
  return (
    <Stack gap={6}>
      <Progress value={(100 * done) / total} aria-label={text} />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        <Button size="compact-sm" variant="light" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

interface JobEndProps {
  readonly title: string;
  readonly summary: readonly (string | false)[];
  readonly failed: readonly Failed[];
  readonly onUndo: (() => void) | undefined;
}

const shownFailures = 200;

function JobEnd({ title, summary, failed, onUndo }: JobEndProps) {
  const t = useText(kitText);
  const [isOpen, setOpen] = useState(false);
  const shown = failed.slice(0, shownFailures);
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{summary.filter(Boolean).join(' · ')}</Text>
      {failed.length > 0 && (
        <Button size="compact-sm" variant="light" onClick={() => setOpen(true)}>
          {t('jobReport')}
        </Button>
      )}
      {onUndo !== undefined && (
        <Button size="compact-sm" variant="light" onClick={onUndo}>
          {t('undo')}
        </Button>
      )}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={title} size="lg" zIndex={500} closeButtonProps={{ 'aria-label': t('close') }}>
        <Table aria-label={t('jobReport')} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('jobName')}</Table.Th>
              <Table.Th>{t('jobReason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ name, reason }, at) => (
              <Table.Tr key={at}>
                <Table.Td>{name}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {failed.length > shown.length && <Text size="sm">{t('jobMore', { count: failed.length - shown.length })}</Text>}
      </Modal>
    </Group>
  );
}
