/** Import directions (docs/architecture.md). Each rule says why it is there. */
const layer = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [from, ...allowed].map((folder) => `^src/${folder}/`) },
});
const contracts = ['core', 'base'];
const pure = '^src/(core|faults|indicators|scoring|judge|advice|compare|reporters)/';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no first thing to read.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing imports is dead, or forgot its line in all.ts.',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '^src/cli/main\\.ts$', '-process\\.ts$', '^src/backends/k6/script\\.ts$'],
      },
      to: {},
    },
    layer('base-knows-nothing', 'base', [], 'base holds time, chance and arithmetic; it knows no Kubernetes.'),
    layer('core-sees-base', 'core', ['base'], 'Contracts do not know who keeps them.'),
    ...['faults', 'probes', 'indicators', 'scoring', 'reporters'].map((name) =>
      layer(`${name}-see-contracts-only`, name, contracts, 'Parts meet in the contracts, never each other.'),
    ),
    layer(
      'backends-see-contracts-only',
      'backends',
      contracts,
      'A backend keeps the contract; it knows no fault, probe or score.',
    ),
    layer(
      'scenario-sees-registries',
      'scenario',
      [...contracts, 'faults', 'probes', 'indicators', 'scoring', 'reporters'],
      'Binding a file needs the registries, not the runner nor a cluster.',
    ),
    layer(
      'judge-sees-what-it-judges-by',
      'judge',
      [...contracts, 'indicators', 'scoring', 'advice'],
      'From a timeline to a report: no scenario file, no cluster, no page.',
    ),
    layer(
      'advice-sees-contracts-only',
      'advice',
      contracts,
      'Advice is arithmetic over what was measured and how the cluster is set.',
    ),
    layer(
      'compare-sees-reports',
      'compare',
      [...contracts, 'indicators'],
      'Runs are compared by their reports; the registry says which way an indicator is better.',
    ),
    layer('prometheus-sees-contracts-only', 'prometheus', contracts, 'Asks a server, and knows no scenario.'),
    layer(
      'runner-sees-contracts-only',
      'runner',
      contracts,
      'The runner must not know a concrete fault, probe or backend.',
    ),
    {
      name: 'kube-client-stays-in-backends',
      severity: 'error',
      comment: 'Only a backend touches a cluster.',
      from: { path: '^src/', pathNot: '^src/backends/' },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
    {
      name: 'pure-layers-touch-nothing',
      severity: 'error',
      comment:
        'Faults, indicators, scoring, the judge and reporters are functions of data: a saved run can be judged again anywhere.',
      from: { path: pure },
      to: { dependencyTypes: ['core'], pathNot: ['^(node:)?zlib$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
