import { goDuration } from '../go-duration.ts';
import { labels, type Workflow, type WorkflowNode } from './workflow.ts';

const skipped: readonly string[] = ['name', 'templateType', 'deadline', 'children'];

/** The node of a template, under another node or under the Workflow itself. Throws when the template, or its deadline, is none. */
export function nodeOf(
  workflow: Workflow,
  parent: WorkflowNode | undefined,
  templateName: string,
  nowUnixMs: number,
): object {
  const template = workflow.spec.templates.find(({ name }) => name === templateName);
  if (template === undefined) {
    throw new Error(`workflow ${workflow.metadata.name} do not contains template called ${templateName}`);
  }
  const at = (unixMs: number): string => `${new Date(unixMs).toISOString().slice(0, 19)}Z`;
  const { deadline, children } = template;
  const deadlineMs = deadline === undefined ? undefined : goDuration(deadline);
  if (deadline !== undefined && deadlineMs === undefined) throw new Error(`time: invalid duration "${deadline}"`);
  const owner = parent ?? workflow;
  const { name, uid, namespace = '' } = owner.metadata;
  const { apiVersion, kind } = owner;
  return {
    metadata: {
      generateName: `${templateName}-`,
      namespace,
      labels: { [labels.controlledBy]: name, [labels.workflow]: workflow.metadata.name },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      templateName,
      workflowName: workflow.metadata.name,
      type: template.templateType,
      startTime: at(nowUnixMs),
      ...(deadlineMs === undefined ? {} : { deadline: at(nowUnixMs + deadlineMs) }),
      ...(children === undefined ? {} : { children }),
      ...Object.fromEntries(Object.entries(template).filter(([part]) => !skipped.includes(part))),
    },
  };
}
