import type { ChaosSpec } from '../experiment.ts';
import { blockName } from '../schedule/schedule.ts';
import type { Template, Workflow } from '../workflow/workflow.ts';
import { admitted } from './kinds.ts';
import { invalid } from './refusal.ts';
import { defaulted, specProblems } from './spec.ts';

const flowTypes: readonly string[] = ['Serial', 'Parallel', 'Suspend', 'Schedule'];
/** Kinds of templates that Chaos Mesh knows, and that are not simulated. */
const notSimulated: readonly string[] = ['Task', 'StatusCheck'];

/** Mistakes of a Workflow. Templates that run programs or ask somebody are refused: nobody is there to do it. */
export function workflowProblems({ spec }: Workflow): readonly string[] {
  const { entry, templates } = spec;
  const names = templates.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(templates.length === 0
      ? [invalid('spec.templates', templates, 'templates in workflow could not be empty')]
      : []),
    ...(entry === '' ? [invalid('spec.entry', entry, 'the entry of workflow is required')] : []),
    ...(entry === '' || names.includes(entry)
      ? []
      : [invalid('spec.entry', entry, `can not find a template with name ${entry}`)]),
    ...(repeated.length === 0
      ? []
      : [invalid('spec.templates', names, `template name must be unique, duplicated names: [${repeated.join(' ')}]`)]),
    ...templates.flatMap((template, index) => templateProblems(template, `spec.templates[${index}]`)),
  ];
}

function templateProblems(template: Template, path: string): readonly string[] {
  const { name, templateType, deadline = '' } = template;
  if (name === '') return [invalid(`${path}.name`, name, 'name of template is required')];
  if (notSimulated.includes(templateType)) {
    return [invalid(`${path}.templateType`, templateType, `a template of type ${templateType} is not simulated`)];
  }
  if (templateType === 'Suspend' && deadline === '') {
    return [invalid(`${path}.deadline`, deadline, 'deadline in template with type Suspend could not be empty')];
  }
  if (flowTypes.includes(templateType)) return [];
  const kind = admitted[templateType];
  if (kind === undefined)
    return [invalid(`${path}.templateType`, templateType, `unrecognized template type: ${templateType}`)];
  const block = template[blockName(templateType)] as ChaosSpec | undefined;
  if (block === undefined) {
    return [invalid(`${path}.${blockName(templateType)}`, null, `the value of chaos ${templateType} is required`)];
  }
  if (block.duration !== undefined) {
    const why = 'should not define duration in chaos when using Workflow, use Template#Deadline instead.';
    return [invalid(`${path}.${blockName(templateType)}`, block.duration, why)];
  }
  return specProblems(block, kind);
}

/** What is filled in: the experiments of its templates as if they were created. */
export function withWorkflowDefaults(workflow: Workflow): Workflow {
  const { namespace = 'default' } = workflow.metadata;
  const templates = workflow.spec.templates.map((template): Template => {
    const kind = admitted[template.templateType];
    const name = blockName(template.templateType);
    const block = template[name] as ChaosSpec | undefined;
    return kind === undefined || block === undefined
      ? template
      : { ...template, [name]: defaulted(block, namespace, kind) };
  });
  return { ...workflow, spec: { ...workflow.spec, templates } };
}
