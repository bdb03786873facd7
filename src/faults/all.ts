import type { Fault } from '../core/fault.ts';
import { apiserverKill } from './apiserver-kill.ts';
import { badRollout } from './bad-rollout.ts';
import { clockSkew } from './clock-skew.ts';
import { cniKill } from './cni-kill.ts';
import { containerdKill } from './containerd-kill.ts';
import { corednsKill } from './coredns-kill.ts';
import { cpuStress } from './cpu-stress.ts';
import { diskFull } from './disk-full.ts';
import { dnsError } from './dns-error.ts';
import { dnsRandom } from './dns-random.ts';
import { etcdLeaderKill } from './etcd-leader-kill.ts';
import { etcdMemberKill } from './etcd-member-kill.ts';
import { httpAbort } from './http-abort.ts';
import { httpDelay } from './http-delay.ts';
import { httpReplace } from './http-replace.ts';
import { ingressLoss } from './ingress-loss.ts';
import { ioError } from './io-error.ts';
import { ioLatency } from './io-latency.ts';
import { kubeProxyKill } from './kube-proxy-kill.ts';
import { kubeletStop } from './kubelet-stop.ts';
import { memoryStress } from './memory-stress.ts';
import { monkey } from './monkey.ts';
import { namespaceDelete } from './namespace-delete.ts';
import { networkBandwidth } from './network-bandwidth.ts';
import { networkCorrupt } from './network-corrupt.ts';
import { networkDelay } from './network-delay.ts';
import { networkDuplicate } from './network-duplicate.ts';
import { networkLoss } from './network-loss.ts';
import { nodeCordon } from './node-cordon.ts';
import { nodeCpuHog } from './node-cpu-hog.ts';
import { nodeDiskHog } from './node-disk-hog.ts';
import { nodeDrain } from './node-drain.ts';
import { nodeIsolate } from './node-isolate.ts';
import { nodeMemoryHog } from './node-memory-hog.ts';
import { nodeReboot } from './node-reboot.ts';
import { pidPressure } from './pid-pressure.ts';
import { podContainerKill } from './pod-container-kill.ts';
import { podFailure } from './pod-failure.ts';
import { podKill } from './pod-kill.ts';
import { raw } from './raw.ts';
import { scaleToZero } from './scale-to-zero.ts';
import { volumeFull } from './volume-full.ts';
import { zonePartition } from './zone-partition.ts';

/** Every fault: one file, one line. */
export const allFaults: readonly Fault[] = [
  zonePartition,
  apiserverKill,
  etcdMemberKill,
  etcdLeaderKill,
  nodeDrain,
  nodeCordon,
  nodeReboot,
  nodeIsolate,
  kubeletStop,
  containerdKill,
  nodeCpuHog,
  nodeMemoryHog,
  nodeDiskHog,
  diskFull,
  pidPressure,
  networkDelay,
  networkLoss,
  networkDuplicate,
  networkCorrupt,
  networkBandwidth,
  corednsKill,
  dnsError,
  dnsRandom,
  kubeProxyKill,
  cniKill,
  ingressLoss,
  podKill,
  podFailure,
  podContainerKill,
  httpAbort,
  httpDelay,
  httpReplace,
  ioLatency,
  ioError,
  volumeFull,
  clockSkew,
  cpuStress,
  memoryStress,
  scaleToZero,
  badRollout,
  namespaceDelete,
  monkey,
  raw,
];
