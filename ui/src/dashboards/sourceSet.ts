/** The datasources of one widget, as an external store. */
import { atNextFrame, notAtNextFrame } from '@/lib/frame';
import { writeExact } from '@/lib/json';
import { NO_DATA, type SourceData, type SourceRequest, type WidgetConfig } from '@/widgets/contract';
import type { Wish } from './request';
import { Source, type Follow, type When } from './source';

export interface Wanted {
  readonly request: SourceRequest;
  readonly config: WidgetConfig;
  /** Null where the dashboard's state lacks the entity that the alias needs. */
  readonly wish: Wish | null;
}

interface Slot {
  readonly key: string;
  readonly filter: string;
  readonly source: Source | null;
}

const UNRESOLVED: SourceData = { ...NO_DATA, status: 'unresolved' };

export class SourceSet {
  private readonly follow: Follow;
  private readonly listeners = new Set<() => void>();
  private slots: readonly Slot[] = [];
  private snapshot: readonly SourceData[] = [];

  constructor(follow: Follow) {
    this.follow = follow;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): readonly SourceData[] => this.snapshot;

  /** Follows what is wanted now; what is wanted as before goes on undisturbed. */
  want(wanted: readonly Wanted[]): void {
    const before = this.slots;
    this.slots = wanted.map((one, index) => this.slot(one, before[index]));
    before.filter((slot) => !this.slots.includes(slot)).forEach((slot) => slot.source?.stop());
    this.slots.filter((slot) => !before.includes(slot)).forEach((slot) => slot.source?.start());
    this.publish();
  }

  stop(): void {
    this.slots.forEach((slot) => slot.source?.stop());
    this.slots = [];
    notAtNextFrame(this.publish);
  }

  private slot(one: Wanted, before: Slot | undefined): Slot {
    const key = writeExact([one.request, one.wish]);
    if (before?.key === key) {
      return before;
    }
    const filter = writeExact([one.wish?.filter, one.request.datasource]);
    const shown = before?.filter === filter ? (before.source?.getData() ?? null) : null;
    const source = one.wish
      ? new Source(this.follow, one.request, one.config, one.wish, shown, (when) => this.changed(when))
      : null;
    return { key, filter, source };
  }

  private changed(when: When): void {
    if (when === 'now') {
      this.publish();
    } else {
      atNextFrame(this.publish);
    }
  }

  private readonly publish = (): void => {
    notAtNextFrame(this.publish);
    this.snapshot = this.slots.map((slot) => slot.source?.getData() ?? UNRESOLVED);
    this.listeners.forEach((listener) => listener());
  };
}
