/** A widget, as the dashboard knows it: what it asks for, how it is shown. */
import type { ComponentType } from 'react';
import type { Refinement, Row, SourceData } from './data';
import type { Action, Datasource, WidgetConfig } from './model';
import type { Field } from './schema';

/** A span of time with its grouping, resolved to moments. */
export interface TimeSpan {
  readonly startTs: number;
  readonly endTs: number;
  /** Milliseconds of one group; 0 where points are not grouped. */
  readonly interval: number;
  readonly isLive: boolean;
  readonly timeZone: string;
}

export interface WidgetProps<S> {
  readonly title: string;
  readonly config: WidgetConfig;
  readonly settings: S;
  /** In the order of the definition's datasources. */
  readonly data: readonly SourceData[];
  /** Present for widgets that show time. */
  readonly span: TimeSpan | null;
  /** Asks for another part of a datasource. */
  readonly refine: (source: number, change: Partial<Refinement>) => void;
  /** Does an action for an entity. */
  readonly act: (action: Action, row: Row | null) => void;
}

/** What is asked for one datasource. */
export interface SourceRequest {
  readonly datasource: Datasource;
  /** What of the keys is wanted: their latest values, their series, a number of entities, or alarms. */
  readonly wants: 'latest' | 'series' | 'count' | 'alarms';
  readonly first: Refinement;
}

export interface WidgetDefinition<S> {
  /** The folder's name. */
  readonly name: string;
  /** Names under which dashboards know it, without the bundle's owner. */
  readonly types: readonly string[];
  readonly settings: Field<S>;
  /** What it asks for. */
  readonly sources: (config: WidgetConfig, settings: S) => readonly SourceRequest[];
  /** True if the dashboard's time matters to it. */
  readonly usesTime: (config: WidgetConfig) => boolean;
  /** True if the view draws its title itself. */
  readonly ownTitle?: boolean;
  /** A value that the view must have before the first picture, such as a chart library. */
  readonly load: () => Promise<ComponentType<WidgetProps<S>>>;
}

/** A definition whose settings nobody outside of it knows. */
export interface AnyWidget {
  readonly name: string;
  readonly types: readonly string[];
  readonly ownTitle: boolean;
  readonly usesTime: (config: WidgetConfig) => boolean;
  readonly sources: (config: WidgetConfig) => readonly SourceRequest[];
  readonly load: () => Promise<ComponentType<Omit<WidgetProps<unknown>, 'settings'>>>;
}

/** The widgets that an installation has, by the names that dashboards use. */
export interface WidgetRegistry {
  readonly find: (type: string) => AnyWidget | null;
}
