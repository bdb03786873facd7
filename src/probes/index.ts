import { registry, type Registry } from '../core/definition.ts';
import type { Probe } from '../core/probe.ts';
import { allProbes } from './all.ts';

/** Probes by name. */
export const probes: Registry<Probe> = registry('probe', allProbes);

/** Those that run in every scenario, named or not. */
export const alwaysOn: readonly Probe[] = allProbes.filter((probe) => probe.alwaysOn);
