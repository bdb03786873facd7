import type { Backend } from '../core/cluster.ts';
import type { Settings } from '../core/settings.ts';
import { contextBackend, contextTitle } from './context/context-backend.ts';
import { simBackend, simTitle } from './sim/sim-backend.ts';
import { kindBackend, kindTitle } from './kind/kind-backend.ts';

/** A backend as a list shows it, before settings make it usable. */
export interface BackendEntry {
  readonly name: string;
  readonly summary: string;
  /** `qualifier`: what follows the name and a colon, as in `context:NAME`. */
  /** Set where one of several is meant, and must be named. */
  readonly named?: true;
  readonly create: (settings: Settings, qualifier?: string) => Backend;
}

/** Every backend: one folder, one line. */
export const allBackends: readonly BackendEntry[] = [
  { ...simTitle, create: simBackend },
  { ...kindTitle, create: kindBackend },
  { ...contextTitle, named: true, create: contextBackend },
];
