import { blockName, pluralOf } from '../schedule/schedule.ts';
import type { FlowParts } from './parts.ts';
import { nodeOf } from './render.ts';
import {
  type FlowCondition,
  holds,
  isOver,
  labels,
  makesObject,
  withCondition,
  type WorkflowNode,
} from './workflow.ts';

type Status = NonNullable<WorkflowNode['status']>;

const group = '/apis/chaos-mesh.org/v1alpha1';
const apiGroup = 'chaos-mesh.org';

/** What a node comes to in one look: its status; children and objects are made and deleted on the way. */
export async function lookAt(parts: FlowParts, node: WorkflowNode): Promise<Status> {
  const conditions = deadlineOf(parts, node, node.status?.conditions ?? []);
  const known = { ...node, status: { ...node.status, conditions } };
  if (node.spec.type === 'Serial' || node.spec.type === 'Parallel') return await ofChildren(parts, known);
  if (makesObject(node.spec.type)) return await ofObject(parts, known);
  return known.status;
}

/** A deadline that passes ends a node; one of its parent, or an abort, ends it as well. */
function deadlineOf(
  { now, parentOf, isAborted }: FlowParts,
  node: WorkflowNode,
  conditions: readonly FlowCondition[],
): readonly FlowCondition[] {
  const { deadline } = node.spec;
  const over = { conditions };
  const set = (type: string, status: 'True' | 'False', reason: string): readonly FlowCondition[] =>
    withCondition(conditions, { type, status, reason });
  if (isAborted(node) && !holds(over, 'Aborted')) return set('Aborted', 'True', 'WorkflowAborted');
  if (holds(over, 'DeadlineExceed')) return conditions;
  const parent = parentOf(node);
  const done = holds(over, 'Accomplished');
  if (!done && parent !== undefined && holds(parent.status, 'DeadlineExceed')) {
    return set('DeadlineExceed', 'True', 'ParentNodeDeadlineExceed');
  }
  if (deadline === undefined) return conditions;
  if (Date.parse(deadline) > now()) return set('DeadlineExceed', 'False', 'NodeDeadlineNotExceed');
  return set('DeadlineExceed', 'True', done ? 'NodeDeadlineOmitted' : 'NodeDeadlineExceed');
}

/** Serial: the next child when none is under way. Parallel: all of them. */
async function ofChildren(parts: FlowParts, node: WorkflowNode): Promise<Status> {
  const { children = [], type } = node.spec;
  const made = parts.childrenOf(node);
  if (!isOver(node)) {
    const missing = children.filter((name) => !made.some(({ spec }) => spec.templateName === name));
    const next = type === 'Parallel' ? missing : made.every(isOver) ? missing.slice(0, 1) : [];
    await spawn(parts, node, next);
  }
  const all = parts.childrenOf(node);
  const named = (list: readonly WorkflowNode[]): readonly { name: string }[] =>
    list.map(({ metadata }) => ({ name: metadata.name }));
  const finished = all.filter(isOver);
  const done = finished.length === children.length;
  const accomplished: FlowCondition = { type: 'Accomplished', status: done ? 'True' : 'False', reason: '' };
  return {
    ...node.status,
    activeChildren: named(all.filter((child) => !isOver(child))),
    finishedChildren: named(finished),
    conditions: withCondition(node.status?.conditions ?? [], accomplished),
  };
}

async function spawn(parts: FlowParts, node: WorkflowNode, names: readonly string[]): Promise<void> {
  const workflow = parts.workflowOf(node);
  if (workflow === undefined || names.length === 0) return;
  const { namespace = '' } = node.metadata;
  const made: string[] = [];
  for (const name of names) {
    const body = nodeOf(workflow, node, name, parts.now());
    const child = await parts.client.call<WorkflowNode>('POST', `${group}/namespaces/${namespace}/workflownodes`, {
      body,
    });
    parts.created(child);
    made.push(child.metadata.name);
  }
  parts.tell(node, { type: 'Normal', reason: 'NodesCreated', message: `child nodes created, ${made.join(',')}` });
}

/** An experiment, or a Schedule, that lives as long as its node is not over. */
async function ofObject(parts: FlowParts, node: WorkflowNode): Promise<Status> {
  const { type } = node.spec;
  const { namespace = '', name } = node.metadata;
  const collection = `${group}/namespaces/${namespace}/${pluralOf(type)}`;
  const own = parts.objectOf(node);
  if (isOver(node)) {
    if (own !== undefined && own.metadata.deletionTimestamp === undefined) {
      await parts.client.call('DELETE', `${collection}/${own.metadata.name}`).catch(() => undefined);
      const message = `${type} ${own.metadata.name} deleted`;
      parts.tell(node, { type: 'Normal', reason: 'ChaosCRDeleted', message });
    }
  } else if (own === undefined && node.status?.chaosResource === undefined) {
    try {
      const made = await parts.client.call<{ metadata: { name: string } }>('POST', collection, {
        body: objectFor(node),
      });
      parts.tell(node, { type: 'Normal', reason: 'ChaosCRCreated', message: `${type} ${made.metadata.name} created` });
      return withObject(node, made.metadata.name, type);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      parts.tell(node, {
        type: 'Warning',
        reason: 'ChaosCRCreateFailed',
        message: `Failed to create ${type} for ${name}: ${why}`,
      });
      throw error;
    }
  }
  return withObject(node, own?.metadata.name, type);
}

/** That its object was made says nothing of what came of it. */
function withObject(node: WorkflowNode, name: string | undefined, kind: string): Status {
  const there = name !== undefined;
  const injected: FlowCondition = {
    type: 'ChaosInjected',
    status: there ? 'True' : 'False',
    reason: there ? 'ChaosCRCreated' : 'ChaosCRNotExists',
  };
  return {
    ...node.status,
    chaosResource: there ? { apiGroup, kind, name } : null,
    conditions: withCondition(node.status?.conditions ?? [], injected),
  };
}

function objectFor({ apiVersion, kind, metadata, spec }: WorkflowNode): object {
  const { name, uid, namespace = '' } = metadata;
  return {
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { [labels.controlledBy]: name, [labels.workflow]: spec.workflowName },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: spec[spec.type === 'Schedule' ? 'schedule' : blockName(spec.type)],
  };
}
