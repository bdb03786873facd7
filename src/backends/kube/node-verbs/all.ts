import type { NodeVerb, NodeVerbOf } from '../../../core/action.ts';
import type { VerbKind } from './verb-kind.ts';
import { dropTraffic } from './drop-traffic.ts';
import { rebootMachine } from './reboot-machine.ts';
import { killService, stopService } from './service.ts';
import { strainNode } from './strain.ts';

/** Every node verb: one file, one line. The compiler asks for the line of each variant in core/action.ts. */
export const verbKinds: { readonly [Name in NodeVerb['name']]: VerbKind<NodeVerbOf<Name>> } = {
  'drop-traffic': dropTraffic,
  'stop-service': stopService,
  'kill-service': killService,
  strain: strainNode,
  'reboot-machine': rebootMachine,
};
