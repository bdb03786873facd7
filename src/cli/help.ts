import type { CommandEntry } from './command.ts';

/** The text of --help. */
export function helpText(commands: readonly CommandEntry[]): string {
  const rows = commands.map((command) => [command.usage, command.summary] as const);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return `Aftershock breaks a Kubernetes cluster on purpose and tells, with evidence, whether it survived.

  npm run chaos -- <command> [options]

Commands
${rows.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')}

Options
  --cluster WHERE      where to run: sim (the default), kind, or context:NAME of your kubeconfig;
                       given several times, runs take turns: A B A B
  --for 60s            how long observe lasts
  --yes --max-nodes N --max-pods N
                       allow faults on a context, up to so many; namespaces must be opted in by a label
  --seed N             repeat a draw; default: drawn anew and printed
  --repeat N           run N times, with seeds S, S+1, ..., and sum the runs up
  --jobs N             rehearsals at a time, each in a process of its own (default: as many as processors, one for 4 GiB of memory)
  --pause 10m          leave a real cluster alone so long between two runs (default: not at all)
  --baseline RUN|DIR   compare with an earlier run, or a folder of runs; worse than these is exit status 1
  --set path=value     lay a value over the scenario: --set faults[0].for=20s
  --out DIR            reports folder (default: reports.dir of the settings, else reports)
  --port N             where sim serve listens, and each apiserver on the next (default: 6440; 0: free ones)
  --config FILE        settings file (default: AFTERSHOCK_CONFIG, else aftershock.config.yaml)
  --slo PROFILE|FILE   judge by these objectives instead of the scenario's own: a profile, or an OpenSLO file
  --rehearse           run: put what the simulated cluster predicts with the same settings beside what is measured
  --seeds N            how many rehearsals that, and compare --twin, take (default: 5)
  --json               NDJSON events on standard output and nothing else
  --strict             validate: what a cluster accepts though it never works is an error
  --dry-run            print what would be applied, touch nothing
  --keep-going         go on with the next scenario after one that failed

Exit status
  0 pass · 1 an SLO missed · 2 usage or scenario invalid · 3 inconclusive · 4 cluster or tool unavailable
  5 something could not be healed · 6 aborted by a guard · 70 a bug of ours · 130 interrupted (after healing)
`;
}
