import type { NodeVerb, NodeVerbOf } from '../../../core/node-verb.ts';
import { crowdDisk } from './crowd-disk.ts';
import { delayTraffic } from './delay-traffic.ts';
import { drainServer } from './drain-server.ts';
import { dropTraffic } from './drop-traffic.ts';
import { rebootMachine } from './reboot-machine.ts';
import { killService, stopService } from './service.ts';
import { strainNode } from './strain.ts';
import { expireCertificate } from './expire-certificate.ts';
import { floodApi } from './flood-api.ts';
import { killMachine } from './kill-machine.ts';
import { pauseMachine } from './pause-machine.ts';
import { raiseNoSpace } from './raise-no-space.ts';
import { replaceMember } from './replace-member.ts';
import { restartComponent } from './restart-component.ts';
import { restoreEtcd } from './restore-etcd.ts';
import { stopComponent } from './stop-component.ts';
import { suspendComponent } from './suspend-component.ts';
import type { VerbKind } from './verb-kind.ts';

/** Every node verb: one file, one line. The compiler asks for the line of each variant in core/action.ts. */
export const verbKinds: { readonly [Name in NodeVerb['name']]: VerbKind<NodeVerbOf<Name>> } = {
  // First, for a machine that stands still or is off can do nothing of what the others ask of it.
  'pause-machine': pauseMachine,
  'kill-machine': killMachine,
  'drop-traffic': dropTraffic,
  'stop-service': stopService,
  'kill-service': killService,
  strain: strainNode,
  'reboot-machine': rebootMachine,
  'suspend-component': suspendComponent,
  'stop-component': stopComponent,
  'restart-component': restartComponent,
  'drain-server': drainServer,
  'flood-api': floodApi,
  'crowd-disk': crowdDisk,
  'raise-no-space': raiseNoSpace,
  'expire-certificate': expireCertificate,
  'delay-traffic': delayTraffic,
  'replace-member': replaceMember,
  'restore-etcd': restoreEtcd,
};
