import type { Backend } from '../core/cluster.ts';
import type { Settings } from '../core/settings.ts';
import { simBackend, simTitle } from './sim/sim-backend.ts';
import { kindBackend, kindTitle } from './kind/kind-backend.ts';

/** A backend as a list shows it, before settings make it usable. */
export interface BackendEntry {
  readonly name: string;
  readonly summary: string;
  readonly create: (settings: Settings) => Backend;
}

/** Every backend: one folder, one line. */
export const allBackends: readonly BackendEntry[] = [
  { ...simTitle, create: simBackend },
  { ...kindTitle, create: kindBackend },
];
