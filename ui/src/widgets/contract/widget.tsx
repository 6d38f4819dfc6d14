/** A widget, as the dashboard knows it: what it asks for, how it is shown. */
import { type ComponentType, createContext, lazy, use, useMemo } from 'react';
import type { AggregateFunction } from '../../api/liveProtocol';
import type { Refinement, Row, SourceData } from './data';
import type { Action, Datasource, WidgetConfig } from './model';
import type { Field } from './schema';

/** The time that is shown, resolved to moments. */
export interface TimeSpan {
  readonly startTs: number;
  readonly endTs: number;
  /** Milliseconds of one group; 0 where points are not grouped. */
  readonly interval: number;
  /** What is made of the points of a group; NONE where each point stands for itself. */
  readonly agg: AggregateFunction;
  /** True if a group is the sum or number of its points, and so grows while it lasts. */
  readonly isSummed: boolean;
  /** True if the span moves on with the clock. */
  readonly isSliding: boolean;
  readonly isLive: boolean;
  readonly timeZone: string;
}

/** What every view is given. */
export interface ViewProps {
  readonly title: string;
  readonly config: WidgetConfig;
  /** In the order of the definition's datasources. */
  readonly data: readonly SourceData[];
  /** Present for widgets that show time. */
  readonly span: TimeSpan | null;
  /** True on a phone. */
  readonly isNarrow: boolean;
  /** Asks for another part of a datasource. */
  readonly refine: (source: number, change: Partial<Refinement>) => void;
  /** Does an action for an entity. */
  readonly act: (action: Action, row: Row | null) => void;
}

export interface WidgetProps<S> extends ViewProps {
  readonly settings: S;
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
  /** The stored settings in the form of `settings`, where older dashboards have another one. */
  readonly adapt?: (config: WidgetConfig) => unknown;
  /** Kinds of what the stored settings ask for and nobody here shows. */
  readonly unread?: (config: WidgetConfig) => readonly string[];
  /** What it asks for. */
  readonly sources: (config: WidgetConfig, settings: S) => readonly SourceRequest[];
  /** True if the dashboard's time matters to it. */
  readonly usesTime: (config: WidgetConfig) => boolean;
  /** True if the view also shows that there is nothing, or that entities have no place. */
  readonly showsNothing?: boolean;
  /** True if it may be less high on a phone than the dashboard says. */
  readonly shrinks?: boolean;
  /** The view, which is loaded when it is first needed. */
  readonly load: () => Promise<ComponentType<WidgetProps<S>>>;
}

/** A definition whose settings nobody outside of it knows. */
export interface AnyWidget extends Pick<WidgetDefinition<unknown>, 'name' | 'types' | 'usesTime'> {
  readonly settings: Field<unknown>;
  readonly showsNothing: boolean;
  readonly unread: (config: WidgetConfig) => readonly string[];
  readonly shrinks: boolean;
  readonly sources: (config: WidgetConfig) => readonly SourceRequest[];
  /** Loads the view before it is needed. */
  readonly preload: () => Promise<unknown>;
  readonly View: ComponentType<ViewProps>;
}

/** Hides a definition's settings. */
export function anyWidget<S>(definition: WidgetDefinition<S>): AnyWidget {
  const load = () => definition.load().then((view) => ({ default: view }));
  const Lazy = lazy(load);
  const settingsOf = (config: WidgetConfig) => definition.settings.read(definition.adapt ? definition.adapt(config) : config.settings);
  function View(props: ViewProps) {
    const { config } = props;
    const settings = useMemo(() => settingsOf(config), [config]);
    return <Lazy {...props} settings={settings} />;
  }
  return {
    name: definition.name,
    types: definition.types,
    settings: definition.settings,
    usesTime: definition.usesTime,
    showsNothing: definition.showsNothing ?? false,
    unread: definition.unread ?? (() => []),
    shrinks: definition.shrinks ?? false,
    sources: (config) => definition.sources(config, settingsOf(config)),
    preload: load,
    View,
  };
}

/** A part of the time, dragged over in a chart, that all who follow the same time show. */
export interface Zoom {
  readonly isZoomed: boolean;
  readonly to: (startTs: number, endTs: number) => void;
  /** To the time that was shown before. */
  readonly back: () => void;
}

/** How the charts of a time zoom; null where they do not. */
export const ZoomContext = createContext<Zoom | null>(null);

/** The widgets that an installation has. */
export const WidgetsContext = createContext<readonly AnyWidget[]>([]);

/** Finds a widget by the name that dashboards use. */
export function useWidget(type: string): AnyWidget | null {
  return use(WidgetsContext).find((widget) => widget.types.includes(type)) ?? null;
}
