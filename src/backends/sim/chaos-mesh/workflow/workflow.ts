import type { StoredObject } from '../../store/object.ts';

/** What a Workflow is made of. */
export interface Template {
  readonly name: string;
  readonly templateType: string;
  readonly deadline?: string;
  readonly children?: readonly string[];
  /** `podChaos`, `schedule` and so on. */
  readonly [block: string]: unknown;
}

export interface Workflow extends StoredObject {
  readonly spec: { readonly entry: string; readonly templates: readonly Template[] };
  readonly status?: {
    readonly entryNode?: string;
    readonly startTime?: string;
    readonly endTime?: string | null;
    readonly conditions?: readonly FlowCondition[];
  };
}

export interface FlowCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
}

/** One template on its way. */
export interface WorkflowNode extends StoredObject {
  readonly spec: {
    readonly templateName: string;
    readonly workflowName: string;
    readonly type: string;
    readonly startTime: string;
    readonly deadline?: string;
    readonly children?: readonly string[];
    readonly [block: string]: unknown;
  };
  readonly status?: {
    readonly conditions?: readonly FlowCondition[];
    readonly activeChildren?: readonly { readonly name: string }[];
    readonly finishedChildren?: readonly { readonly name: string }[];
    readonly chaosResource?: { readonly apiGroup: string; readonly kind: string; readonly name: string } | null;
  };
}

export const labels = { controlledBy: 'chaos-mesh.org/controlled-by', workflow: 'chaos-mesh.org/workflow' } as const;
export const abortAnnotation = 'workflow.chaos-mesh.org/abort';

/** Whether a condition holds. */
export function holds(status: { readonly conditions?: readonly FlowCondition[] } | undefined, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;
}

/** Conditions with one set anew; the order of those that were there is kept. */
export function withCondition(conditions: readonly FlowCondition[], next: FlowCondition): readonly FlowCondition[] {
  const there = conditions.some(({ type }) => type === next.type);
  return there ? conditions.map((one) => (one.type === next.type ? next : one)) : [...conditions, next];
}

/** A node that is over, however it ended. */
export function isOver({ status }: WorkflowNode): boolean {
  return ['Accomplished', 'DeadlineExceed', 'Aborted'].some((type) => holds(status, type));
}

/** What a template or a node makes: an experiment, or a Schedule. */
export function makesObject(type: string): boolean {
  return type.endsWith('Chaos') || type === 'Schedule';
}
