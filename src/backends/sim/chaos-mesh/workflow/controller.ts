import { sameJson } from '../../api/merge.ts';
import { type ApiClient, CallError } from '../../client/api-client.ts';
import { startInformer } from '../../client/informer.ts';
import { keyQueue } from '../../client/work-queue.ts';
import type { Process } from '../../engine/process.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { stamp } from '../../world.ts';
import type { ChaosEvent } from '../pipeline.ts';
import { lookAt } from './node.ts';
import { nodeOf } from './render.ts';
import {
  abortAnnotation,
  type FlowCondition,
  isOver,
  labels,
  withCondition,
  type Workflow,
  type WorkflowNode,
} from './workflow.ts';

const group = '/apis/chaos-mesh.org/v1alpha1';
const notFound = 404;

export interface WorkflowOptions {
  readonly process: Process;
  readonly client: ApiClient;
  /** Experiments and Schedules, of all kinds. */
  readonly objects: () => Iterable<StoredObject>;
  /** A Workflow that a Schedule made may have changed. */
  readonly changed: (workflow: Workflow) => void;
  readonly tell: (object: StoredObject, event: ChaosEvent) => void;
}

/** What a look at a node needs to know. */
export interface FlowParts extends Pick<WorkflowOptions, 'client' | 'tell'> {
  readonly now: () => number;
  readonly parentOf: (node: WorkflowNode) => WorkflowNode | undefined;
  readonly workflowOf: (node: WorkflowNode) => Workflow | undefined;
  readonly childrenOf: (node: WorkflowNode) => readonly WorkflowNode[];
  readonly objectOf: (node: WorkflowNode) => StoredObject | undefined;
  readonly isAborted: (node: WorkflowNode) => boolean;
  /** A node that was made just now, and is not yet heard of. */
  readonly created: (node: WorkflowNode) => void;
}

/** Takes Workflows through their templates. */
export function runWorkflows({ process, client, objects, changed, tell }: WorkflowOptions): {
  readonly objectChanged: (object: StoredObject) => void;
  readonly all: () => Iterable<Workflow>;
} {
  /** Nodes that this process has made: its copy of the API may not have them yet. */
  const fresh = new Map<string, WorkflowNode>();
  const keyFor = ({ metadata }: StoredObject, name: string): string => keyOf(metadata.namespace, name);
  const workflows = startInformer<Workflow>({
    process,
    client,
    path: `${group}/workflows`,
    onChange: ({ key, before, after }) => {
      const workflow = after ?? before;
      if (workflow !== undefined) changed(workflow);
      if (after === undefined) return;
      entries.add(key);
      for (const node of allNodes())
        if (keyFor(node, node.spec.workflowName) === key) steps.add(keyFor(node, node.metadata.name));
    },
  });
  const nodes = startInformer<WorkflowNode>({
    process,
    client,
    path: `${group}/workflownodes`,
    indexes: { controller: (node) => [keyFor(node, node.metadata.labels?.[labels.controlledBy] ?? '')] },
    onChange: ({ key, before, after }) => {
      fresh.delete(key);
      const node = after ?? before;
      if (node === undefined) return;
      if (after !== undefined) steps.add(key);
      const controller = keyFor(node, node.metadata.labels?.[labels.controlledBy] ?? '');
      steps.add(controller);
      entries.add(controller);
      for (const child of nodes.under('controller', key)) steps.add(keyFor(child, child.metadata.name));
    },
  });
  const allNodes = (): readonly WorkflowNode[] => [...nodes.values(), ...fresh.values()];
  const controlledBy = (owner: StoredObject): readonly WorkflowNode[] =>
    allNodes()
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) === true)
      .sort((a, b) => Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? ''));
  const created = (node: WorkflowNode): void => void fresh.set(keyFor(node, node.metadata.name), node);
  const workflowOf = (node: WorkflowNode): Workflow | undefined => workflows.get(keyFor(node, node.spec.workflowName));
  const parts: FlowParts = {
    client,
    tell,
    now: () => process.unixMs(),
    parentOf: (node) => nodes.get(keyFor(node, node.metadata.labels?.[labels.controlledBy] ?? '')),
    workflowOf,
    childrenOf: controlledBy,
    objectOf: (node) =>
      [...objects()].find(
        ({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === node.metadata.uid) === true,
      ),
    isAborted: (node) => workflowOf(node)?.metadata.annotations?.[abortAnnotation] === 'true',
    created,
  };
  const steps = keyQueue(process, async (key) => {
    const node = nodes.get(key);
    if (node === undefined || node.metadata.deletionTimestamp !== undefined) return;
    const status = await lookAt(parts, node);
    if (!sameJson(status, node.status ?? {})) await writeStatus(client, 'workflownodes', node, status);
    const left = Date.parse(node.spec.deadline ?? '') - process.unixMs();
    if (left > 0 && !isOver({ ...node, status })) steps.addAfter(key, left);
  });
  const entries = keyQueue(process, async (key) => {
    const workflow = workflows.get(key);
    if (workflow === undefined || workflow.metadata.deletionTimestamp !== undefined) return;
    await enter({ process, client, tell }, workflow, controlledBy(workflow)[0], created);
  });
  return {
    all: () => workflows.values(),
    objectChanged: (object) => {
      const node = object.metadata.labels?.[labels.controlledBy];
      if (node !== undefined) steps.add(keyFor(object, node));
    },
  };
}

async function writeStatus(
  client: ApiClient,
  plural: string,
  { metadata }: StoredObject,
  status: object,
): Promise<void> {
  const path = `${group}/namespaces/${metadata.namespace ?? ''}/${plural}/${metadata.name}/status`;
  await client.call('PATCH', path, { body: { status } }).catch((error: unknown) => {
    if (!(error instanceof CallError && error.status === notFound)) throw error;
  });
}

/** Begins a Workflow with the node of its entry, and says how far it is. */
async function enter(
  { process, client, tell }: Pick<WorkflowOptions, 'process' | 'client' | 'tell'>,
  workflow: Workflow,
  known: WorkflowNode | undefined,
  created: (node: WorkflowNode) => void,
): Promise<void> {
  let entry = known;
  if (entry === undefined && workflow.status?.entryNode === undefined) {
    const path = `${group}/namespaces/${workflow.metadata.namespace ?? ''}/workflownodes`;
    try {
      const body = nodeOf(workflow, undefined, workflow.spec.entry, process.unixMs());
      entry = await client.call<WorkflowNode>('POST', path, { body });
      created(entry);
      tell(workflow, {
        type: 'Normal',
        reason: 'EntryCreated',
        message: `entry node created, entry node ${entry.metadata.name}`,
      });
    } catch (error) {
      const message = `failed to spawn new entry node of workflow, entry template: ${workflow.spec.entry}`;
      tell(workflow, { type: 'Warning', reason: 'InvalidEntry', message });
      if (error instanceof CallError) throw error;
    }
  }
  const say = (type: string, yes: boolean): FlowCondition => ({ type, status: yes ? 'True' : 'False', reason: '' });
  const over = entry !== undefined && isOver(entry);
  const before = workflow.status ?? {};
  const conditions = [say('Scheduled', entry !== undefined), say('Accomplished', over)].reduce(
    withCondition,
    before.conditions ?? [],
  );
  const status = {
    ...before,
    conditions,
    startTime: before.startTime ?? stamp(process),
    ...(entry === undefined ? {} : { entryNode: entry.metadata.name }),
    ...(over ? { endTime: before.endTime ?? stamp(process) } : {}),
  };
  if (sameJson(status, before)) return;
  await writeStatus(client, 'workflows', workflow, status);
  if (over) tell(workflow, { type: 'Normal', reason: 'WorkflowAccomplished', message: 'workflow accomplished' });
}
