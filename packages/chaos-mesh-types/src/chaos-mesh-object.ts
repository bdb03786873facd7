import type { NetworkChaos } from './network-chaos.ts';
import type { PodChaos } from './pod-chaos.ts';

/** Any experiment, told apart by `kind`. */
export type ChaosMeshObject = PodChaos | NetworkChaos;

/** The plural, as the API's paths want it. */
export const plurals: Readonly<Record<ChaosMeshObject['kind'], string>> = {
  PodChaos: 'podchaos',
  NetworkChaos: 'networkchaos',
};
