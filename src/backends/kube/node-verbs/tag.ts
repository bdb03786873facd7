import { createHash } from 'node:crypto';
import type { NodeAction } from '../../../core/action.ts';

/** The nodes of a zone do the same, to thousands of peers in a large cluster: its text is made once. */
const texts = new WeakMap<NodeAction['verb'], string>();

/** Eight characters that are the same whenever the same action is prepared: a recovery knows the rules from the journal alone. */
export function tagOf({ node, verb }: NodeAction): string {
  const text = texts.get(verb) ?? textOf(verb);
  texts.set(verb, text);
  return createHash('sha256')
    .update(`[${JSON.stringify(node)},${text}]`)
    .digest('hex')
    .slice(0, 8);
}

/** A text that is long stands for itself by its digest. */
const longText = 10_000;

function textOf(verb: NodeAction['verb']): string {
  const text = JSON.stringify(verb);
  return text.length < longText ? text : createHash('sha256').update(text).digest('hex');
}
