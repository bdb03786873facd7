import type { Backend } from '../core/cluster.ts';
import type { Settings } from '../core/settings.ts';
import { kindTitle } from './kind/title.ts';
import { simTitle } from './sim/title.ts';

/** A backend as a list shows it, before settings make it usable. */
export interface BackendEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads it first: a rehearsal must not wait for the client of a real cluster. */
  readonly create: (settings: Settings) => Promise<Backend>;
}

/** Every backend: one folder, one line. */
export const allBackends: readonly BackendEntry[] = [
  { ...simTitle, create: async (settings) => (await import('./sim/sim-backend.ts')).simBackend(settings) },
  { ...kindTitle, create: async (settings) => (await import('./kind/kind-backend.ts')).kindBackend(settings) },
];
