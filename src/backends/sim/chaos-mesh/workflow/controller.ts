import { sameJson } from '../../api/merge.ts';
import { type ApiClient, CallError } from '../../client/api-client.ts';
import { type Informer, startInformer } from '../../client/informer.ts';
import { keyQueue } from '../../client/work-queue.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { stamp } from '../../world.ts';
import { lookAt } from './node.ts';
import type { FlowParts, WorkflowOptions } from './parts.ts';
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

const keyFor = ({ metadata }: StoredObject, name: string): string => keyOf(metadata.namespace, name);
const ownKey = (object: StoredObject): string => keyFor(object, object.metadata.name);
const controllerKey = (object: StoredObject): string =>
  keyFor(object, object.metadata.labels?.[labels.controlledBy] ?? '');

/** Takes Workflows through their templates. */
export function runWorkflows(options: WorkflowOptions): {
  readonly objectChanged: (object: StoredObject) => void;
  readonly all: () => Iterable<Workflow>;
} {
  const { process, client, changed } = options;
  /** Nodes that this process has made: its copy of the API may not have them yet. */
  const fresh = new Map<string, WorkflowNode>();
  const workflows = startInformer<Workflow>({
    process,
    client,
    path: `${group}/workflows`,
    onChange: ({ key, before, after }) => {
      const workflow = after ?? before;
      if (workflow !== undefined) changed(workflow);
      if (after === undefined) return;
      entries.add(key);
      for (const node of nodes.values()) if (keyFor(node, node.spec.workflowName) === key) steps.add(ownKey(node));
    },
  });
  const nodes = startInformer<WorkflowNode>({
    process,
    client,
    path: `${group}/workflownodes`,
    indexes: { controller: (node) => [controllerKey(node)] },
    onChange: ({ key, before, after }) => {
      fresh.delete(key);
      const node = after ?? before;
      if (node === undefined) return;
      if (after !== undefined) steps.add(key);
      steps.add(controllerKey(node));
      entries.add(controllerKey(node));
      for (const child of nodes.under('controller', key)) steps.add(ownKey(child));
    },
  });
  const parts = partsOf(options, { workflows, nodes, fresh });
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
    const [known] = parts.childrenOf(workflow);
    await sayHowFar(options, workflow, known ?? (await enter(options, workflow, parts.created)));
  });
  return { all: () => workflows.values(), objectChanged: (object) => steps.add(controllerKey(object)) };
}

interface Known {
  readonly workflows: Informer<Workflow>;
  readonly nodes: Informer<WorkflowNode>;
  readonly fresh: Map<string, WorkflowNode>;
}

function partsOf({ process, client, tell, objects }: WorkflowOptions, { workflows, nodes, fresh }: Known): FlowParts {
  const workflowOf = (node: WorkflowNode): Workflow | undefined => workflows.get(keyFor(node, node.spec.workflowName));
  const owned = <T extends StoredObject>(list: Iterable<T>, owner: StoredObject): readonly T[] =>
    [...list].filter(({ metadata }) => (metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid));
  const bornAt = ({ metadata }: StoredObject): number => Date.parse(metadata.creationTimestamp ?? '');
  return {
    client,
    tell,
    workflowOf,
    now: () => process.unixMs(),
    parentOf: (node) => nodes.get(controllerKey(node)),
    childrenOf: (owner) =>
      [...owned([...nodes.values(), ...fresh.values()], owner)].sort((a, b) => bornAt(a) - bornAt(b)),
    objectOf: (node) => owned(objects(), node)[0],
    isAborted: (node) => workflowOf(node)?.metadata.annotations?.[abortAnnotation] === 'true',
    created: (node) => void fresh.set(ownKey(node), node),
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

/** Begins a Workflow with the node of its entry; undefined when it cannot be, or was begun long ago. */
async function enter(
  { process, client, tell }: WorkflowOptions,
  workflow: Workflow,
  created: (node: WorkflowNode) => void,
): Promise<WorkflowNode | undefined> {
  if (workflow.status?.entryNode !== undefined) return undefined;
  const path = `${group}/namespaces/${workflow.metadata.namespace ?? ''}/workflownodes`;
  try {
    const body = nodeOf(workflow, undefined, workflow.spec.entry, process.unixMs());
    const entry = await client.call<WorkflowNode>('POST', path, { body });
    created(entry);
    const message = `entry node created, entry node ${entry.metadata.name}`;
    tell(workflow, { type: 'Normal', reason: 'EntryCreated', message });
    return entry;
  } catch (error) {
    const message = `failed to spawn new entry node of workflow, entry template: ${workflow.spec.entry}`;
    tell(workflow, { type: 'Warning', reason: 'InvalidEntry', message });
    if (error instanceof CallError) throw error;
    return undefined;
  }
}

async function sayHowFar(
  { process, client, tell }: WorkflowOptions,
  workflow: Workflow,
  entry: WorkflowNode | undefined,
): Promise<void> {
  const say = (type: string, yes: boolean): FlowCondition => ({ type, status: yes ? 'True' : 'False', reason: '' });
  const over = entry !== undefined && isOver(entry);
  const { startTime = stamp(process), endTime = stamp(process), ...before } = workflow.status ?? {};
  const conditions = [say('Scheduled', entry !== undefined), say('Accomplished', over)].reduce(
    withCondition,
    before.conditions ?? [],
  );
  const status = {
    ...before,
    conditions,
    startTime,
    ...(entry === undefined ? {} : { entryNode: entry.metadata.name }),
    ...(over ? { endTime } : {}),
  };
  if (sameJson(status, workflow.status ?? {})) return;
  await writeStatus(client, 'workflows', workflow, status);
  if (over) tell(workflow, { type: 'Normal', reason: 'WorkflowAccomplished', message: 'workflow accomplished' });
}
