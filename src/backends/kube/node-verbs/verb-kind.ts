import type { Clock } from '../../../base/clock.ts';
import type { NodeVerb } from '../../../core/node-verb.ts';
import type { Act } from '../act.ts';
import type { Pod } from '../api-types.ts';
import type { Inside } from '../inside.ts';

/** What acting on nodes needs: to do and to undo takes no API, so that it works while that is down. */
export interface NodeAccess {
  readonly inside: Inside;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  /** Addresses of the nodes, and of the balancer before them, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly nodes: readonly string[];
  /** A pod as the API has it; undefined: it has none. Rejects while the API does not answer. */
  readonly podOf: (namespace: string, name: string, signal: AbortSignal) => Promise<Pod | undefined>;
}

/** What is to be done, where. */
export interface NodeContext<V extends NodeVerb = NodeVerb> extends NodeAccess {
  readonly node: string;
  readonly verb: V;
  /** Names what the act leaves in the node; the same whenever the same action is prepared. */
  readonly tag: string;
}

/** How a verb is done, and how what it left in a node is taken out without its journal. */
export interface VerbKind<V extends NodeVerb> {
  readonly act: (context: NodeContext<V>) => Act;
  /** Where there may be something to sweep; default: the nodes. */
  readonly where?: 'nodes' | 'balancer' | 'everywhere';
  /** Takes out what any run left; answers with what stays, or ''. None: another verb's does, or there is nothing. */
  readonly sweep?: (inside: Inside, node: string, signal: AbortSignal) => Promise<string>;
}
