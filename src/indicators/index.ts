import { registry, type Registry } from '../core/definition.ts';
import type { Indicator } from '../core/indicator.ts';
import { allIndicators } from './all.ts';

/** Indicators by name. */
export const indicators: Registry<Indicator> = registry('indicator', allIndicators);
