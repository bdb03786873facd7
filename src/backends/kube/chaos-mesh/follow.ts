import { isExperimentKind } from 'chaos-mesh-types';
import type { AppliedObject } from '../../../core/action.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { ChaosAccess } from './access.ts';
import { collectionPath, recordedTargets, type StoredChaos } from './paths.ts';
import { judge } from './status.ts';

/** An object that breaks nothing itself, and makes others that do. */
export type Maker = Extract<AppliedObject, { readonly kind: 'Schedule' | 'Workflow' }>;

/** Whether an object is one. */
export function isMaker(object: AppliedObject): object is Maker {
  return object.kind === 'Schedule' || object.kind === 'Workflow';
}

/** An experiment that a maker has made. */
interface Child {
  readonly title: string;
  readonly injected: boolean;
  /** What keeps it from that; '' when it is injected. */
  readonly reason: string;
}

/** What became of a maker's experiments as long as it was looked at. */
export interface Following {
  /** Looks once; answers with those that are there now. */
  readonly look: (signal: AbortSignal) => Promise<readonly Child[]>;
  /** Whether any was seen injected, and which were not. */
  readonly verdict: () => ProofRecord;
}

const labelOf = { Schedule: 'managed-by', Workflow: 'chaos-mesh.org/workflow' } as const;

/** Follows what an object makes, by the labels that Chaos Mesh gives its children. */
export function follow({ client }: ChaosAccess, object: Maker): Following {
  const { name, namespace } = object.metadata;
  const kinds = childKinds(object);
  const seen = new Map<string, Child>();
  return {
    look: async (signal) => {
      const selector = encodeURIComponent(`${labelOf[object.kind]}=${name}`);
      const found = await Promise.all(
        kinds.map(async (kind) => {
          const path = `${collectionPath(kind, namespace)}?labelSelector=${selector}`;
          const { items } = await client.list<StoredChaos>(path, { signal });
          return items.map((stored) => childOf(kind, stored));
        }),
      );
      const children = found.flat();
      // Once injected it was injected, whatever becomes of it when its time is over.
      for (const child of children) if (seen.get(child.title)?.injected !== true) seen.set(child.title, child);
      return children;
    },
    verdict: () => {
      const all = [...seen.values()];
      const failed = all.filter(({ injected }) => !injected);
      const injected = all.length - failed.length;
      const told = `${injected} of ${all.length} experiments that it made were injected`;
      if (all.length === 0) return { status: 'unproven', detail: 'it made no experiment' };
      if (failed.length === 0) return { status: 'proven', detail: `by Chaos Mesh’s own word, ${told}` };
      return {
        status: 'unproven',
        detail: `${told}; ${failed.map(({ title, reason }) => `${title}: ${reason}`).join('; ')}`,
      };
    },
  };
}

function childOf(kind: AppliedObject['kind'], stored: StoredChaos): Child {
  const judgement = judge(stored.status, recordedTargets(stored));
  // One that has recovered has been injected before: Chaos Mesh counts both.
  const injected = judgement.state === 'injected' || judgement.state === 'recovered';
  return {
    title: `${kind} ${stored.metadata.name}`,
    injected,
    reason: 'reason' in judgement ? judgement.reason : '',
  };
}

function childKinds(object: Maker): readonly AppliedObject['kind'][] {
  const types = object.kind === 'Schedule' ? [object.spec.type] : object.spec.templates.map((one) => one.templateType);
  return [...new Set(types.flatMap((type) => (isExperimentKind(type) ? [type] : [])))];
}
