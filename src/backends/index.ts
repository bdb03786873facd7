import { registry, type Registry } from '../core/definition.ts';
import { allBackends, type BackendEntry } from './all.ts';

/** Backends by name. */
export const backends: Registry<BackendEntry> = registry('backend', allBackends);
