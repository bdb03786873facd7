import { z } from 'zod';
import type { ApiAction } from '../core/action.ts';
import type { MadeObject } from '../core/api-verb.ts';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault, PlanContext } from '../core/fault.ts';

/** Deletes a namespace with everything in it: one that the run itself has made for that, and no other. */
export const namespaceDelete: Fault = define(
  {
    name: 'namespace-delete',
    summary: 'Deletes a namespace full of pods: one that the run makes for it, never one that was there.',
    notes: {
      applies:
        'A namespace of the run’s own is made, with a Deployment in it; when all its pods are Ready the namespace is deleted, through the API.',
      proof: 'The Deployment was seen Ready; then the namespace is seen to be gone, with everything in it.',
      heal: 'There is nothing to bring back; what may be left of the namespace is removed.',
    },
    params: z.strictObject({
      pods: z.int().min(1).max(1000).default(6).describe('How many pods are in it.'),
      image: z
        .string()
        .min(1)
        .optional()
        .describe('What they run: any image with Node.js; that of the workload where left out.'),
    }),
  },
  ({ pods, image }) => ({
    plan: (context) => {
      const name = `${context.namespace}-own`;
      const path = `/api/v1/namespaces/${name}`;
      const objects: readonly MadeObject[] = [
        { path, object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: context.labels } } },
        deploymentIn(name, pods, image ?? workloadImage(context)),
      ];
      const make: ApiAction = {
        kind: 'api',
        verb: {
          name: 'make',
          what: `make namespace ${name} with ${pods} pods`,
          objects,
          seenBy: { path: objects[1]?.path ?? '', field: 'status.readyReplicas', expect: { is: pods } },
        },
      };
      const remove: ApiAction = { kind: 'api', verb: { name: 'remove', what: `delete namespace ${name}`, path } };
      return {
        steps: [[make], [remove]],
        targets: [`namespace ${name}, made for it, with ${pods} pods`],
        disabledNodes: [],
      };
    },
  }),
);

function deploymentIn(namespace: string, replicas: number, image: string): MadeObject {
  const labels = { app: 'disposable' };
  const container = { name: 'idle', image, command: ['node', '-e', 'setInterval(() => {}, 60000)'] };
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments/disposable`,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'disposable', namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [container], terminationGracePeriodSeconds: 2, automountServiceAccountToken: false },
        },
      },
    },
  };
}

function workloadImage({ state }: PlanContext): string {
  const images = state.owners
    .filter(({ namespace }) => namespace === state.workloadNamespace)
    .flatMap(({ containers }) => containers.flatMap(({ image }) => image ?? []));
  const [first] = images;
  if (first !== undefined) return first;
  throw new HarnessError('unsatisfiable', 'the scenario has no workload whose image could be taken', {
    hint: 'Give the parameter `image`, or the scenario a workload.',
  });
}
