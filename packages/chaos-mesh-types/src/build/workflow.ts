import { embeddedFields } from '../generated/kinds.ts';
import type { StatusCheckSpec } from '../generated/status-check.ts';
import type { Workflow, WorkflowTemplate } from '../generated/workflow.ts';
import type { Experiment } from '../kinds.ts';
import { apiVersion, type ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';

/** A step of a workflow: its template, and the steps inside it. */
export interface Step {
  readonly template: WorkflowTemplate;
  readonly children: readonly Step[];
}

/** Steps one after another; `deadline` bounds them all. */
export function serial(name: string, children: readonly Step[], deadline?: GoDuration): Step {
  return group('Serial', name, children, deadline);
}

/** Steps at the same time; `deadline` bounds them all. */
export function parallel(name: string, children: readonly Step[], deadline?: GoDuration): Step {
  return group('Parallel', name, children, deadline);
}

/** A pause. */
export function suspend(name: string, deadline: GoDuration): Step {
  return { template: { name, templateType: 'Suspend', deadline }, children: [] };
}

/** An HTTP check; `abort`: one that fails ends the workflow. */
export function check(name: string, statusCheck: StatusCheckSpec, options: { readonly abort?: boolean } = {}): Step {
  const abort = options.abort === undefined ? {} : { abortWithStatusCheck: options.abort };
  return { template: { name, templateType: 'StatusCheck', statusCheck, ...abort }, children: [] };
}

/** An experiment that lasts until its deadline: in a workflow the deadline takes the place of the duration. */
export function experiment(
  name: string,
  { kind, spec }: Pick<Experiment, 'kind' | 'spec'>,
  deadline: GoDuration,
): Step {
  const rest = Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'duration'));
  const template = { name, templateType: kind, deadline, [embeddedFields[kind]]: rest } as unknown as WorkflowTemplate;
  return { template, children: [] };
}

/** A Workflow that begins with `entry`. Throws RangeError when two different steps share a name. */
export function workflow({ entry, ...metadata }: ObjectMeta & { readonly entry: Step }): Workflow {
  const templates = new Map<string, Step>();
  collect(entry, templates);
  const spec = { entry: entry.template.name, templates: [...templates.values()].map(({ template }) => template) };
  return { apiVersion, kind: 'Workflow', metadata, spec };
}

function group(
  templateType: 'Serial' | 'Parallel',
  name: string,
  children: readonly Step[],
  deadline: GoDuration | undefined,
): Step {
  const names = children.map((child) => child.template.name);
  const bound = deadline === undefined ? {} : { deadline };
  return { template: { name, templateType, children: names, ...bound }, children };
}

function collect(step: Step, found: Map<string, Step>): void {
  const { name } = step.template;
  const known = found.get(name);
  if (known === step) return;
  if (known !== undefined) throw new RangeError(`two steps are called "${name}"`);
  found.set(name, step);
  for (const child of step.children) collect(child, found);
}
