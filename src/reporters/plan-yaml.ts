import { stringify } from 'yaml';
import type { Reporter, RunReport } from '../core/report.ts';

/** Something that was applied: YAML that `kubectl apply` takes, or, of what kubectl cannot do, a comment. */
export interface AppliedText {
  readonly title: string;
  readonly yaml: string;
}

/** plan.yaml: the objects that were applied, in order, ready to be applied by hand. */
export const planYaml: Reporter<string> = {
  name: 'plan-yaml',
  summary: 'What was applied: Chaos Mesh objects, and node actions as comments.',
  file: 'plan.yaml',
  render: (report) => {
    const head = [
      `run ${report.id} of scenario ${report.scenario.name} on ${report.backend}, seed ${report.seed}`,
      ...(report.simulated
        ? ['SIMULATED: these objects were applied to the embedded cluster, not to a real one.']
        : []),
      ...(report.applied.length === 0 ? ['Nothing was applied.'] : []),
    ];
    const documents = appliedTexts(report).map(({ yaml }) => `---\n${yaml}`);
    return commented(head.join('\n')) + documents.join('');
  },
};

/** What a run applied, one text each, in order. */
export function appliedTexts(report: Pick<RunReport, 'applied'>): readonly AppliedText[] {
  return report.applied.map((entry, index) => {
    const action = record(entry);
    if (action['kind'] === 'node' || action['kind'] === 'api') return verbText(action, index + 1);
    // A plan's action wraps the manifest; only the manifest is applied.
    const object = action['kind'] === 'chaos-mesh' ? record(action['object']) : action;
    const name = record(object['metadata'])['name'];
    return { title: `${word(object['kind'], 'object')} ${word(name, String(index + 1))}`, yaml: stringify(object) };
  });
}

function verbText(action: Readonly<Record<string, unknown>>, number: number): AppliedText {
  const { name, ...parameters } = record(action['verb']);
  const inNode = action['kind'] === 'node';
  const title = word(parameters['what'], word(name, 'command')) + (inNode ? ` on ${word(action['node'], '?')}` : '');
  const details = Object.keys(parameters).length === 0 ? '' : `\n${stringify(parameters)}`;
  const how = inNode ? 'node action' : 'action on the API';
  const by = inNode ? ', through the container runtime' : '';
  return { title, yaml: commented(`${how} ${number}${by}: ${title}${details}`) };
}

function commented(text: string): string {
  const lines = text.trimEnd().split('\n');
  return `${lines.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function word(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
