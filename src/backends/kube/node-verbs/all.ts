import type { NodeVerb, NodeVerbOf } from '../../../core/action.ts';
import type { VerbKind } from './verb-kind.ts';
import { dropTraffic } from './drop-traffic.ts';

/** Every node verb: one file, one line. The compiler asks for the line of each variant in core/action.ts. */
export const verbKinds: { readonly [Name in NodeVerb['name']]: VerbKind<NodeVerbOf<Name>> } = {
  'drop-traffic': dropTraffic,
};
