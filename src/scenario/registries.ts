import type { Registry } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Probe } from '../core/probe.ts';
import { faults } from '../faults/index.ts';
import { indicators } from '../indicators/index.ts';
import { probes } from '../probes/index.ts';

/** All that a scenario can name. */
export interface Registries {
  readonly faults: Registry<Fault>;
  readonly probes: Registry<Probe>;
  readonly indicators: Registry<Indicator>;
}

/** What this program knows. */
export const registries: Registries = { faults, probes, indicators };
