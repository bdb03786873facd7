import { createHash } from 'node:crypto';
import type { NodeAction } from '../../../core/action.ts';

/** Eight characters that are the same whenever the same action is prepared: a recovery knows the rules from the journal alone. */
export function tagOf({ node, verb }: NodeAction): string {
  return createHash('sha256')
    .update(JSON.stringify([node, verb]))
    .digest('hex')
    .slice(0, 8);
}
