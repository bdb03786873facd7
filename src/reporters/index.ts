import { registry, type Registry } from '../core/definition.ts';
import type { Reporter } from '../core/report.ts';
import { allReporters } from './all.ts';

/** Reporters by name. */
export const reporters: Registry<Reporter> = registry('reporter', allReporters);
