import { findingText, isExperimentKind, validateManifest } from 'chaos-mesh-types';
import { z } from 'zod';
import type { AppliedObject } from '../core/action.ts';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { needsOf } from './needs.ts';

type Given = Readonly<Record<string, unknown>>;

const object = z
  .record(z.string(), z.unknown())
  .superRefine((given, context) => {
    const whole = completed(given, 'aftershock-run', 'as');
    const { errors } = validateManifest(whole, { strict: true });
    for (const finding of errors) {
      context.addIssue({ code: 'custom', path: [...finding.path], message: findingText(finding) });
    }
    const kind = given['kind'];
    if (errors.length === 0 && !isExperimentKind(kind) && kind !== 'Schedule' && kind !== 'Workflow') {
      context.addIssue({ code: 'custom', path: ['kind'], message: `${String(kind)} breaks nothing by itself` });
    }
  })
  .describe(
    'A Chaos Mesh experiment, Schedule or Workflow, as kubectl would apply it; name and namespace are the run’s.',
  );

/** Applies any Chaos Mesh object as it is written. */
export const raw: Fault = define(
  {
    name: 'raw',
    summary: 'Applies any Chaos Mesh object as it is written: an experiment, a Schedule or a Workflow.',
    notes: {
      applies:
        'The object, under a name and in the namespace of the run, with its labels. Nothing else of it is changed.',
      proof:
        'Its own status, to the end: every target that Chaos Mesh chose is injected; of a Schedule and a Workflow, each experiment ' +
        'that they make. What is known to be untrue is not believed: mirrors of static pods, pods that are the same as before, helper objects that failed.',
      heal: 'The object is deleted, and waited for until it is gone, with what it made.',
    },
    example: {
      object: {
        apiVersion: 'chaos-mesh.org/v1alpha1',
        kind: 'PodChaos',
        metadata: { name: 'kill-one' },
        spec: {
          action: 'pod-kill',
          mode: 'one',
          selector: { namespaces: ['aftershock'], labelSelectors: { app: 'web' } },
        },
      },
    },
    params: z.strictObject({ object }),
  },
  ({ object: given }) => ({
    needs: needsOf(given),
    plan: (context) => {
      const { name, namespace, labels } = context;
      const whole = completed(given, namespace, name);
      const metadata = { ...(whole['metadata'] as Given), labels: { ...labelsOf(given), ...labels } };
      const applied = { ...whole, metadata } as unknown as AppliedObject;
      const title = `${applied.kind} ${nameOf(given) ?? name}`;
      return {
        steps: [[{ kind: 'chaos-mesh', object: applied, targets: undefined, proof: { kind: 'own-word' } }]],
        targets: [`${title}, which chooses for itself`],
        disabledNodes: [],
      };
    },
  }),
);

/** The object with what a run gives it: its namespace, so that it goes with the run, and its name, which rules are named after. */
function completed(given: Given, namespace: string, name: string): Given {
  return { ...given, metadata: { ...metadataOf(given), namespace, name } };
}

function metadataOf(given: Given): Given {
  const { metadata } = given;
  return typeof metadata === 'object' && metadata !== null ? (metadata as Given) : {};
}

function labelsOf(given: Given): Given {
  const { labels } = metadataOf(given);
  return typeof labels === 'object' && labels !== null ? (labels as Given) : {};
}

function nameOf(given: Given): string | undefined {
  const { name } = metadataOf(given);
  return typeof name === 'string' ? name : undefined;
}
