import { uniform } from '../engine/spread.ts';
import { serveHttp } from '../http/server.ts';
import type { DropRule } from '../network/rules.ts';
import type { Program, ProgramContext } from '../programs/program.ts';

export const daemonPort = 31_767;
/** Rules that Chaos Mesh makes in a pod's network carry this tag's beginning. */
export const chaosTag = 'chaos-mesh/';

/** What a controller asks of a daemon. */
export type DaemonCall =
  | { readonly call: 'kill'; readonly containerId: string }
  | {
      readonly call: 'set-rules';
      readonly namespace: string;
      readonly pod: string;
      /** All rules there are to be, by the experiment that they belong to. */
      readonly rules: readonly (DropRule & { readonly source: string })[];
    };

const killCostMs = 40;
/** ipset and iptables in a pod's network: 0.1 to 0.6 s a pod on the recorded cluster (evidence/chaos-mesh, f and l). */
const leastRulesMs = 60;
const mostRulesMs = 500;

/** chaos-daemon: does to the containers of its node what the controller says. */
export const chaosDaemon: Program = {
  name: 'chaos-daemon',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'chaos-daemon' && container === 'chaos-daemon',
  start: (context) => {
    const { world, process, on } = context;
    const rulesMs = uniform(world.random.fork(`${process.name} ${process.now()}`), leastRulesMs, mostRulesMs);
    serveHttp({
      network: world.network,
      process,
      on,
      port: daemonPort,
      handler: (exchange) => {
        const body = exchange.request.body as DaemonCall;
        process.after(body.call === 'kill' ? killCostMs : rulesMs(), () => {
          const failure = body.call === 'kill' ? undefined : setRules(context, body);
          const container = body.call === 'kill' ? context.node.runtime.find(body.containerId) : undefined;
          if (failure !== undefined || (body.call === 'kill' && container === undefined)) {
            const missing = body.call === 'kill' ? `container ${body.containerId} not found` : failure;
            exchange.answer({ status: 500, body: `rpc error: code = Unknown desc = ${missing ?? ''}` });
            return;
          }
          // The answer first: the daemon's own connection may go through what it kills.
          exchange.answer({ status: 200, body: {} });
          container?.process.exit(137);
        });
      },
    });
  },
};

/** Puts a pod's rules in force in place of those there were; answers with what stands in the way. */
function setRules(
  { node }: ProgramContext,
  { namespace, pod, rules }: DaemonCall & { readonly call: 'set-rules' },
): string | undefined {
  const sandbox = node.runtime.sandbox(namespace, pod);
  const filter = sandbox?.filter;
  if (filter === undefined) return `unable to find the network of pod ${namespace}/${pod}`;
  const sources = new Set(rules.map(({ source }) => chaosTag + source));
  for (const tag of filter.tags()) if (tag.startsWith(chaosTag) && !sources.has(tag)) filter.clear(tag);
  for (const tag of sources) {
    filter.set(
      tag,
      rules.filter(({ source }) => chaosTag + source === tag).map(({ hook, ranges }) => ({ hook, ranges })),
    );
  }
  return undefined;
}
