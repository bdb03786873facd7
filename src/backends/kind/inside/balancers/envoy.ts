import { LineCounter, parseDocument, visit, type YAMLMap } from 'yaml';
import type { BalancerFile, Lines } from './balancer-file.ts';

/** Where kind from 0.32 on writes Envoy's clusters (pkg/cluster/internal/loadbalancer). */
const path = '/home/envoy/cds.yaml';
const written = `${path}.new`;
const toAddress = ['endpoint', 'address', 'socket_address', 'address'];

/** Envoy: it reads the file anew when another one is moved into its place (path_config_source); connections that stand are kept. */
export const envoy: BalancerFile = {
  name: 'Envoy',
  path,
  linesOf: (text, { name, address }) => {
    const counter = new LineCounter();
    let found: Lines | undefined;
    const look = (map: YAMLMap): symbol | undefined => {
      const at = map.getIn(toAddress);
      if (at !== name && at !== address) return undefined;
      const from = counter.linePos(map.range?.[0] ?? 0).line - 1;
      found = { from, to: endOf(text.split('\n'), from) };
      return visit.BREAK;
    };
    visit(parseDocument(text, { lineCounter: counter }), { Map: (_, map) => look(map) });
    return found;
  },
  replace: [
    ['cp', '/dev/stdin', written],
    // Envoy runs as a user of its own.
    ['chmod', '666', written],
    ['mv', written, path],
  ],
};

/** Behind the last line that is indented further than the first. */
function endOf(lines: readonly string[], from: number): number {
  const indentOf = (line = ''): number => line.length - line.trimStart().length;
  const next = lines.findIndex((line, at) => at > from && indentOf(line) <= indentOf(lines[from]));
  return next < 0 ? lines.length : next;
}
