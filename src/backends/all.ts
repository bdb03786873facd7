import type { Backend } from '../core/cluster.ts';
import type { Settings } from '../core/settings.ts';
import { contextTitle } from './context/title.ts';
import { kindTitle } from './kind/title.ts';
import { simTitle } from './sim/title.ts';

/** A backend as a list shows it, before settings make it usable. */
export interface BackendEntry {
  readonly name: string;
  readonly summary: string;
  /** Set where one of several is meant, and must be named. */
  readonly named?: true;
  /** Loads it first: a rehearsal must not wait for the client of a real cluster. `qualifier`: what follows the name and a colon, as in `context:NAME`. */
  readonly create: (settings: Settings, qualifier?: string) => Promise<Backend>;
}

/** Every backend: one folder, one line. */
export const allBackends: readonly BackendEntry[] = [
  { ...simTitle, create: async (settings) => (await import('./sim/sim-backend.ts')).simBackend(settings) },
  { ...kindTitle, create: async (settings) => (await import('./kind/kind-backend.ts')).kindBackend(settings) },
  {
    ...contextTitle,
    named: true,
    create: async (settings, qualifier) =>
      (await import('./context/context-backend.ts')).contextBackend(settings, qualifier),
  },
];
