import type { Controller } from './controller.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { namespace } from './namespace.ts';
import { replicaSet } from './replica-set.ts';

/** Every loop of the controller-manager: one file, one line. */
export const allControllers: readonly Controller[] = [namespace, deployment, replicaSet, endpointSlice];
