import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';

/** Rules that Chaos Mesh makes in a pod's network carry this tag's beginning. */
export const chaosTag = 'chaos-mesh/';

/** Puts a pod's rules in force in place of those there were. */
export function setRules(
  { node, world }: ProgramContext,
  { namespace, pod, rules, shapes }: CallOf<'set-rules'>,
): DaemonDeed {
  const sandbox = node.runtime.sandbox(namespace, pod);
  const filter = sandbox?.filter;
  if (sandbox === undefined || filter === undefined)
    throw new Error(`unable to find the network of pod ${namespace}/${pod}`);
  const sources = new Set(rules.map(({ source }) => chaosTag + source));
  for (const tag of filter.tags()) if (tag.startsWith(chaosTag) && !sources.has(tag)) filter.clear(tag);
  for (const tag of sources) {
    const own = rules.filter(({ source }) => chaosTag + source === tag);
    filter.set(
      tag,
      own.map(({ hook, ranges }) => ({ hook, ranges })),
    );
  }
  world.network.shape(sandbox, shapes);
  return {};
}
