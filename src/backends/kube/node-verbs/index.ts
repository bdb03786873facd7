import type { NodeAction } from '../../../core/action.ts';
import type { NodeVerb } from '../../../core/node-verb.ts';
import type { Injection } from '../../../core/cluster.ts';
import { type Act, actInjection, notUndone } from '../act.ts';
import type { Inside } from '../inside.ts';
import { verbKinds } from './all.ts';
import { tagOf } from './tag.ts';
import type { NodeAccess, NodeContext, VerbKind } from './verb-kind.ts';

/** Whether it can be done in a node: a journal of another version may name a verb that is not here. */
export function supportsVerb(verb: NodeVerb): boolean {
  return Object.hasOwn(verbKinds, verb.name);
}

/** An act on a node, ready to be done, proven and undone. */
export function nodeInjection(access: NodeAccess, action: NodeAction): Injection {
  const { node, verb } = action;
  const act = kindOf(verb).act({ ...access, node, verb, tag: tagOf(action) });
  return actInjection({ ...access, title: `${verb.name} on ${node}` }, act);
}

/** A machine to sweep. */
export interface Swept {
  readonly name: string;
  readonly isBalancer: boolean;
}

/** Takes out whatever any run left in a machine. Throws HarnessError('not-healed') when some stays. */
export async function sweepMachine(inside: Inside, { name, isBalancer }: Swept, signal: AbortSignal): Promise<void> {
  const left: string[] = [];
  // One after the other: what one undoes may be what another waits for.
  const here = isBalancer ? 'balancer' : 'nodes';
  for (const { sweep, where = 'nodes' } of Object.values(verbKinds)) {
    if (where !== 'everywhere' && where !== here) continue;
    const stays = (await sweep?.(inside, name, signal)) ?? '';
    if (stays.trim() !== '') left.push(stays.trim());
  }
  if (left.length > 0) throw notUndone(`${name}: ${left.join('; ')}`);
}

/** The table types each entry by its own verb; here it is any of them. */
function kindOf(verb: NodeVerb): { readonly act: (context: NodeContext) => Act } {
  return verbKinds[verb.name] as VerbKind<NodeVerb>;
}
