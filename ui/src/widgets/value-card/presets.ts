/** Value cards for usual measurements. Colours: blue too cold, green right, orange and red too much. */

const blue = '#2f7fd1';
const teal = '#1d8a99';
const green = '#2e9e6b';
const orange = '#d9861a';
const red = '#d64545';

interface Preset {
  readonly name: string;
  readonly types: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
}

function preset(name: string, words: readonly string[], label: string, icon: string, rangeList: readonly object[]): Preset {
  const color = { type: 'range', color: '', rangeList };
  return {
    name,
    types: words.flatMap((word) => [word, `indoor_environment.${word}`, `air_quality.${word}`, `cards.${word}`]),
    settings: { layout: 'horizontal', label, icon, iconColor: color, valueColor: color },
  };
}

export const presets: readonly Preset[] = [
  preset('temperature-card', ['indoor_temperature_card', 'temperature_card', 'indoor_horizontal_temperature_card'], 'Temperature', 'thermostat', [
    { to: 18, color: blue },
    { from: 18, to: 24, color: green },
    { from: 24, to: 26, color: orange },
    { from: 26, color: red },
  ]),
  preset('humidity-card', ['indoor_humidity_card', 'humidity_card', 'indoor_horizontal_humidity_card'], 'Humidity', 'water_drop', [
    { to: 35, color: red },
    { from: 35, to: 40, color: orange },
    { from: 40, to: 60, color: green },
    { from: 60, to: 65, color: orange },
    { from: 65, color: red },
  ]),
  preset('co2-card', ['indoor_co2_card', 'co2_card', 'indoor_horizontal_co2_card'], 'CO₂', 'co2', [
    { to: 490, color: green },
    { from: 490, to: 500, color: orange },
    { from: 500, color: red },
  ]),
  preset('power-card', ['power_consumption_card', 'horizontal_power_consumption_card'], 'Power consumption', 'bolt', [
    { to: 5, color: green },
    { from: 5, to: 15, color: orange },
    { from: 15, color: red },
  ]),
  preset('flow-card', ['flow_rate_card', 'horizontal_flow_rate_card'], 'Flow rate', 'water', [
    { to: 10, color: blue },
    { from: 10, to: 30, color: teal },
    { from: 30, to: 50, color: orange },
    { from: 50, color: red },
  ]),
];
