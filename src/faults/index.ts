import { registry, type Registry } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { allFaults } from './all.ts';

/** Faults by name. */
export const faults: Registry<Fault> = registry('fault', allFaults);
