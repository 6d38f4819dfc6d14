/** The widgets that we ship. */
import { alarmsTable } from './alarms-table/definition';
import { batteryLevel } from './battery-level/definition';
import { type AnyWidget, anyWidget } from './contract';
import { entitiesTable } from './entities-table/definition';
import { entityCount } from './entity-count/definition';
import { imageMap } from './image-map/definition';
import { lineCharts } from './line-chart/definition';
import { geoMap } from './map/definition';
import { markdownCard } from './markdown-card/definition';
import { rangeChart } from './range-chart/definition';
import { presetCards, valueCard } from './value-card/definition';

export const widgets: readonly AnyWidget[] = [
  anyWidget(geoMap),
  anyWidget(imageMap),
  anyWidget(entitiesTable),
  anyWidget(alarmsTable),
  anyWidget(markdownCard),
  anyWidget(valueCard),
  ...presetCards.map(anyWidget),
  ...lineCharts.map(anyWidget),
  anyWidget(rangeChart),
  anyWidget(batteryLevel),
  anyWidget(entityCount),
];
