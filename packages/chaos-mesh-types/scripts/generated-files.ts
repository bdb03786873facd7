import { join } from 'node:path';
import { schemasCode } from './emit-schemas.ts';
import { typeWriter } from './emit-types.ts';
import { type Definition, type Model, readModel } from './model.ts';
import { embeddedFields } from './unions.ts';

const head = '// Generated from crds/ by `npm run generate`. Do not edit.\n';
const handWritten: Readonly<Record<string, string>> = {
  GoDuration: '../text.ts',
  SimpleDuration: '../text.ts',
  Percentage: '../text.ts',
  NetworkRate: '../text.ts',
  ObjectMeta: '../meta.ts',
  ClusterObjectMeta: '../meta.ts',
  PodSelection: '../selection.ts',
  PhysicalMachineSelection: '../selection.ts',
};
const commonNames = [
  ...['ChaosStatus', 'InstancedChaosStatus', 'ChaosCondition', 'ExperimentStatus', 'ChaosRecord', 'ChaosRecordEvent'],
  ...['PodSelector', 'PhysicalMachineSelector', 'ExpressionSelector'],
];
const podParts = /^(Container|Volume|Lifecycle|ExecAction|Http(Get|Header)|SleepAction|TcpSocket|Probe|GrpcAction)/;

/** What the package's generated files must hold: path from the package's root, and content. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const model = readModel(join(import.meta.dirname, '../crds'));
  const files: Record<string, string> = {};
  const modules = new Set(model.definitions.map(moduleOf));
  for (const module of modules) files[`src/generated/${module}.ts`] = moduleCode(module, model);
  files['src/generated/schemas.ts'] = `${head}${schemasCode(model)}`;
  files['src/generated/kinds.ts'] = kindsCode(model);
  files['src/generated/index.ts'] =
    `${head}${[...modules, 'kinds'].map((module) => `export * from './${module}.ts';`).join('\n')}\n`;
  return files;
}

function moduleCode(module: string, model: Model): string {
  const write = typeWriter(model);
  const own = model.definitions.filter((definition) => moduleOf(definition) === module);
  const emitted = own.map(write);
  const refers = new Set(emitted.flatMap(({ refers: names }) => [...names]));
  const kinds = model.kinds.filter(({ kind }) => kebab(kind) === module);
  const objects = kinds.map(({ kind, scope, schema }) => {
    const meta = scope === 'Cluster' ? 'ClusterObjectMeta' : 'ObjectMeta';
    const status = statusOf(schema, model);
    for (const name of [meta, ...(status === undefined ? [] : [status])]) refers.add(name);
    return objectCode(kind, meta, status);
  });
  const imports = importLines(refers, own, model);
  const body = [...objects, ...emitted.map(({ code }) => code)].join('\n');
  return `${head}${imports}${imports === '' ? '' : '\n'}${body}`;
}

function statusOf(schema: Model['kinds'][number]['schema'], model: Model): string | undefined {
  const status = schema.properties?.['status'];
  return status === undefined ? undefined : model.definitionOf(status)?.name;
}

function objectCode(kind: string, meta: string, status: string | undefined): string {
  const rows = [
    "readonly apiVersion: 'chaos-mesh.org/v1alpha1';",
    `readonly kind: '${kind}';`,
    `readonly metadata: ${meta};`,
    `readonly spec: ${kind}Spec;`,
    ...(status === undefined ? [] : [`readonly status?: ${status};`]),
  ];
  return `/** A ${kind} object. */\nexport interface ${kind} {\n${rows.map((row) => `  ${row}`).join('\n')}\n}\n`;
}

function importLines(refers: ReadonlySet<string>, own: readonly Definition[], model: Model): string {
  const byFile = new Map<string, string[]>();
  for (const name of refers) {
    if (own.some((definition) => definition.name === name)) continue;
    const definition = model.definitions.find((candidate) => candidate.name === name);
    const file = definition === undefined ? handWritten[name] : `./${moduleOf(definition)}.ts`;
    if (file === undefined) throw new Error(`${name} is nowhere defined`);
    byFile.set(file, [...(byFile.get(file) ?? []), name]);
  }
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import type { ${names.sort().join(', ')} } from '${file}';\n`)
    .join('');
}

function kindsCode(model: Model): string {
  const kinds = model.kinds.map(({ kind }) => kind);
  const rows = model.kinds.map(
    ({ kind, plural, singular, scope, shortNames, statusSubresource }) =>
      `  ${kind}: ${JSON.stringify({ plural, singular, scope, shortNames, statusSubresource })},`,
  );
  const types = `${kinds.map((kind) => `import type { ${kind} } from './${kebab(kind)}.ts';`).join('\n')}\n`;
  return `${head}${types}
/** Every object type, by its kind. */
export interface ObjectByKind {
${kinds.map((kind) => `  readonly ${kind}: ${kind};`).join('\n')}
}

/** How the API calls each kind, where it lives, and whether its status is a resource of its own. */
export const kinds = {
${rows.join('\n')}
} as const;

/** Which field of a Schedule or a Workflow template holds the spec of an experiment kind. */
export const embeddedFields = ${JSON.stringify(embeddedFields)} as const;
`;
}

function moduleOf({ name, home }: Definition): string {
  if (commonNames.includes(name)) return 'common';
  return home === 'Workflow' && podParts.test(name) ? 'kubernetes' : kebab(home);
}

function kebab(kind: string): string {
  return kind.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
}
