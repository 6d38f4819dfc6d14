/** Maps of older dashboards: one layer of markers per datasource, whose keys are found by the names that the settings tell. */
import { type DataKey, type Datasource, isRecord, type WidgetConfig } from '@/widgets/contract';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The settings in the form of today's maps.
 *
 * @param x the setting that names the key of the place's first part, and the name if it does not
 */
export function todaysMap(config: WidgetConfig, x: KeySetting, y: KeySetting): unknown {
  const settings = isRecord(config.settings) ? config.settings : {};
  if (Array.isArray(settings['markers']) || config.datasources.length === 0) {
    return config.settings;
  }
  const sources = config.datasources.filter((source) => source.type === 'entity' || source.type === 'device');
  return { ...settings, imageSource: pictureOf(settings), markers: sources.map((source) => markerOf(source, settings, config, x, y)) };
}

interface KeySetting {
  readonly setting: string;
  readonly fallback: string;
}

export const latitude: KeySetting = { setting: 'latKeyName', fallback: 'latitude' };
export const longitude: KeySetting = { setting: 'lngKeyName', fallback: 'longitude' };
export const xPosition: KeySetting = { setting: 'xPosKeyName', fallback: 'xPos' };
export const yPosition: KeySetting = { setting: 'yPosKeyName', fallback: 'yPos' };

function markerOf(source: Datasource, settings: Raw, config: WidgetConfig, x: KeySetting, y: KeySetting): object {
  const [xKey, yKey] = [keyOf(source, settings, x), keyOf(source, settings, y)];
  const picture = text(settings['markerImage']) || (Array.isArray(settings['markerImages']) ? text(settings['markerImages'][0]) : '');
  const isScripted = (flag: string) => settings[flag] === true;
  return {
    dsType: source.type,
    dsEntityAliasId: source.entityAliasId,
    dsDeviceId: source.deviceId,
    dsFilterId: source.filterId,
    xKey,
    yKey,
    additionalDataKeys: source.dataKeys.filter((key) => key !== xKey && key !== yKey),
    label: {
      show: settings['showLabel'] !== false,
      pattern: isScripted('useLabelFunction') ? NAME : text(settings['label']) || NAME,
    },
    tooltip: {
      show: settings['showTooltip'] !== false,
      trigger: settings['showTooltipAction'],
      autoclose: settings['autocloseTooltip'],
      pattern: isScripted('useTooltipFunction') ? NAME : text(settings['tooltipPattern']) || NAME,
      tagActions: config.actions['tooltipAction'] ?? [],
    },
    click: { action: config.actions['markerClick']?.[0] },
    markerType: picture ? 'image' : 'shape',
    markerShape: { color: { color: settings['color'] } },
    markerImage: { image: picture, imageSize: settings['markerImageSize'] },
    markerOffsetX: settings['markerOffsetX'],
    markerOffsetY: settings['markerOffsetY'],
  };
}

const NAME = '${entityName}';

/** A key is named as in the datasource, by its name or its label. */
function keyOf(source: Datasource, settings: Raw, { setting, fallback }: KeySetting): DataKey | object {
  const name = text(settings[setting]) || fallback;
  const found = source.dataKeys.find((key) => key.name === name) ?? source.dataKeys.find((key) => key.label === name);
  return found ?? { name, type: 'attribute' };
}

/** The picture of an older plan: of an entity that the settings name by its alias, or an address. */
function pictureOf(settings: Raw): object {
  const [aliasId, key] = [text(settings['imageEntityAliasId']), text(settings['imageUrlAttribute'])];
  return aliasId && key
    ? { sourceType: 'entityKey', entityAliasId: aliasId, entityKeyType: 'attribute', entityKey: key }
    : { sourceType: 'image', url: settings['mapImageUrl'] };
}

function text(raw: unknown): string {
  return typeof raw === 'string' ? raw.trim() : '';
}
