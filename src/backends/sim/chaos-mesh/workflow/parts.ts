import type { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../engine/process.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ChaosEvent } from '../pipeline.ts';
import type { Workflow, WorkflowNode } from './workflow.ts';

/** What Workflows are run with. */
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
  readonly childrenOf: (owner: StoredObject) => readonly WorkflowNode[];
  readonly objectOf: (node: WorkflowNode) => StoredObject | undefined;
  readonly isAborted: (node: WorkflowNode) => boolean;
  /** A node that was made just now, and is not yet heard of. */
  readonly created: (node: WorkflowNode) => void;
}
