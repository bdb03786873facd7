import type { CommandEntry } from '../command.ts';

/** What a word that is no command stands for: scenarios to run. */
export const runEntry: CommandEntry = {
  name: 'run',
  usage: '<scenario|suite|file>...',
  summary: 'break the cluster as the scenario says, measure, judge, report',
  load: async () => (await import('./run.ts')).runCommand,
};

/** Every command: one file, one entry. */
export const allCommands: readonly CommandEntry[] = [
  {
    name: 'list',
    usage: 'list [--scenarios|--faults|--probes|--indicators|--slos]',
    summary: 'what there is: scenarios, and with a flag faults, probes, indicators or SLO profiles',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'explain',
    usage: 'explain <name>',
    summary: 'one scenario, fault, probe, indicator or SLO profile in full',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'validate',
    usage: 'validate [--strict] <file>...',
    summary:
      'check scenarios, suites, SLO files, settings and Chaos Mesh manifests, every mistake with its line and column',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  {
    name: 'plan',
    usage: 'plan <scenario>...',
    summary: 'what would be applied, drawn from the cluster as it is now; applies nothing',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  {
    name: 'doctor',
    usage: 'doctor',
    summary: 'what this machine lacks for a run on kind, and how to get it',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'up',
    usage: 'up',
    summary: 'make the kind cluster (or reuse it), install Chaos Mesh, deploy the workload',
    load: async () => (await import('./up.ts')).upCommand,
  },
  {
    name: 'down',
    usage: 'down',
    summary: 'remove the kind cluster',
    load: async () => (await import('./down.ts')).downCommand,
  },
  {
    name: 'recover',
    usage: 'recover [--cluster kind]',
    summary: 'undo what a killed run left behind: its injections, its namespace, anything that carries the mark',
    load: async () => (await import('./recover.ts')).recoverCommand,
  },
  {
    name: 'observe',
    usage: 'observe [--cluster context:NAME] --for 60s',
    summary: 'measure any cluster as it is, breaking nothing: every outage, latency and availability of its API',
    load: async () => (await import('./observe.ts')).observeCommand,
  },
  {
    name: 'report',
    usage: 'report <run folder>... [--slo FILE] [--out DIR]',
    summary: 'render saved runs anew, or judge them by other objectives, without a cluster',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  {
    name: 'compare',
    usage: 'compare <run|folder> <run|folder> | compare --twin <run>... [--out DIR]',
    summary:
      'whether later runs of a scenario are worse than earlier ones (exit status 1 where they are); --twin: what the simulated cluster predicts with the settings of real runs, beside what they measured',
    load: async () => (await import('./compare.ts')).compareCommand,
  },
  {
    name: 'history',
    usage: 'history [reports folder] [--json]',
    summary: 'how every scenario fared over all saved runs: streaks, trends, flaky verdicts',
    load: async () => (await import('./history.ts')).historyCommand,
  },
  {
    name: 'sim',
    usage: 'sim serve [--port N]',
    summary: 'a simulated cluster in real time behind a real port, for kubectl and helm; writes a kubeconfig',
    load: async () => (await import('./sim.ts')).simCommand,
  },
  {
    name: 'schema',
    usage: 'schema',
    summary: 'the JSON Schema of scenario files, for editors',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
];
