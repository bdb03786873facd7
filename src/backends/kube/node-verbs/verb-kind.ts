import type { Clock } from '../../../base/clock.ts';
import type { NodeVerb } from '../../../core/action.ts';
import type { Act } from '../act.ts';
import type { Inside } from '../inside.ts';

/** What acting on nodes needs: no API, so that it works while that is down. */
export interface NodeAccess {
  readonly inside: Inside;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  /** Addresses of the nodes, by name. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** What is to be done, where. */
export interface NodeContext<V extends NodeVerb = NodeVerb> extends NodeAccess {
  readonly node: string;
  readonly verb: V;
  /** Names what the act leaves in the node; the same whenever the same action is prepared. */
  readonly tag: string;
}

/** How a verb is done, and how what it left in a node is found and taken out without its journal. */
export interface VerbKind<V extends NodeVerb> {
  readonly act: (context: NodeContext<V>) => Act;
  /** What of any run stands in a node, in words: `rules that drop traffic`. None: its marks are those of another verb. */
  readonly leftovers?: (inside: Inside, node: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Takes out what any run left; answers with what stays, or ''. */
  readonly sweep?: (inside: Inside, node: string, signal: AbortSignal) => Promise<string>;
}
