import { people } from './server';

/** Who rents an office of Building A, and what the lesson says about his view (lessons-dashboards 1.5). */
export interface Renter {
  readonly name: string;
  readonly email: string;
  readonly customer: string;
  readonly office: string;
  /** Names and labels of the sensors in the office. */
  readonly sensors: readonly (readonly [name: string, label: string])[];
  /** What belongs to others and must not be seen. */
  readonly foreign: { readonly asset: readonly string[]; readonly device: readonly string[] };
}

const officeA = [
  ['SD-001', 'Indoor Air Quality Sensor'],
  ['EM-002', 'Energy Meter'],
  ['WM-003', 'Water Flow Meter'],
] as const;
const officeB = [['AM-307', 'IAQ Sensor']] as const;

export const emma: Renter = {
  name: 'Emma Johnson',
  email: people.emma,
  customer: 'Customer A',
  office: 'Office A',
  sensors: officeA,
  foreign: { asset: ['Office B', 'Building B'], device: officeB.map(([name]) => name) },
};

export const jack: Renter = {
  name: 'Jack Smith',
  email: people.jack,
  customer: 'Customer B',
  office: 'Office B',
  sensors: officeB,
  foreign: { asset: ['Office A', 'Building B'], device: officeA.map(([name]) => name) },
};
