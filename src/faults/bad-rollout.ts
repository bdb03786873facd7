import { z } from 'zod';
import type { OwnerState, StoredContainer } from '../core/cluster-state.ts';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { drawWorkload, patchHeal, patchOf, pathOfOwner, workloadParams } from './workloads.ts';

/** Nothing listens there. */
const deadPort = 1;

/** Rolls out a version that never becomes Ready. */
export const badRollout: Fault = define(
  {
    name: 'bad-rollout',
    summary: 'Rolls out a version of a Deployment that never becomes Ready, and rolls it back.',
    notes: {
      applies:
        'A patch of the pod template: of its readiness probe, its image or its command. `at-once` lets the rollout take every old pod ' +
        'away at the same time, as a Deployment does that is set up so.',
      proof: 'The Deployment’s status counts replicas that are not available, and counted none before.',
      heal: `${patchHeal} That is a rollback: the old version is rolled out again.`,
    },
    params: z.strictObject({
      ...workloadParams,
      broken: z
        .enum(['probe', 'image', 'command'])
        .default('probe')
        .describe(
          'What is wrong with it: its readiness probe fails, its image is not there, or its command ends at once.',
        ),
      pace: z
        .enum(['as-it-is', 'at-once'])
        .default('as-it-is')
        .describe('How the rollout replaces pods: as the Deployment says, or all at once.'),
    }),
  },
  ({ broken, pace, ...wish }) => ({
    plan: (context) => {
      const { owner, text } = drawWorkload(context, wish, ['Deployment']);
      const containers = owner.containers.map((container) => breakContainer(container, broken));
      const { change, undo } = pace === 'at-once' ? strategyOf(owner) : { change: {}, undo: {} };
      const action = patchOf(context, {
        what: `roll out a broken ${broken} of Deployment ${owner.namespace}/${owner.name}`,
        path: pathOfOwner(owner),
        change: { spec: { ...change, template: { spec: { containers } } } },
        undo: { spec: { ...undo, template: { spec: { containers: owner.containers } } } },
        seenBy: { field: 'status.unavailableReplicas', expect: { atLeast: 1 } },
      });
      return { steps: [[action]], targets: [text], disabledNodes: [] };
    },
  }),
);

function breakContainer(container: StoredContainer, broken: 'probe' | 'image' | 'command'): StoredContainer {
  if (broken === 'image') return { ...container, image: `${container.image ?? 'image'}-that-is-not-there` };
  if (broken === 'command') return { ...container, command: ['/bin/sh', '-c', 'exit 1'], args: [] };
  const readinessProbe = { tcpSocket: { port: deadPort }, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 };
  return { ...container, readinessProbe };
}

type Json = Readonly<Record<string, unknown>>;

function strategyOf({ strategy }: OwnerState): { readonly change: Json; readonly undo: Json } {
  const change = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%', maxSurge: '25%' } } };
  return { change, undo: { strategy: strategy ?? null } };
}
