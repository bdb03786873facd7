import type { Fault } from '../core/fault.ts';
import { apiserverKill } from './apiserver-kill.ts';
import { apiserverLatency } from './apiserver-latency.ts';
import { apiserverOverload } from './apiserver-overload.ts';
import { apiserverPause } from './apiserver-pause.ts';
import { apiserverRollingRestart } from './apiserver-rolling-restart.ts';
import { apiserverStop } from './apiserver-stop.ts';
import { badRollout } from './bad-rollout.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { clockSkew } from './clock-skew.ts';
import { cniKill } from './cni-kill.ts';
import { containerdKill } from './containerd-kill.ts';
import { controllerManagerKill } from './controller-manager-kill.ts';
import { controllerManagerPause } from './controller-manager-pause.ts';
import { corednsKill } from './coredns-kill.ts';
import { cpuStress } from './cpu-stress.ts';
import { diskFull } from './disk-full.ts';
import { dnsError } from './dns-error.ts';
import { dnsRandom } from './dns-random.ts';
import { etcdLatency } from './etcd-latency.ts';
import { etcdLeaderKill } from './etcd-leader-kill.ts';
import { etcdLeaderPause } from './etcd-leader-pause.ts';
import { etcdMemberKill } from './etcd-member-kill.ts';
import { etcdMemberReplace } from './etcd-member-replace.ts';
import { etcdMemberStop } from './etcd-member-stop.ts';
import { etcdPeerPartition } from './etcd-peer-partition.ts';
import { etcdQuorumLoss } from './etcd-quorum-loss.ts';
import { etcdQuota } from './etcd-quota.ts';
import { etcdRestoreDrill } from './etcd-restore-drill.ts';
import { etcdSlowDisk } from './etcd-slow-disk.ts';
import { httpAbort } from './http-abort.ts';
import { httpDelay } from './http-delay.ts';
import { httpReplace } from './http-replace.ts';
import { ingressLoss } from './ingress-loss.ts';
import { ioError } from './io-error.ts';
import { ioLatency } from './io-latency.ts';
import { kubeProxyKill } from './kube-proxy-kill.ts';
import { kubeletStop } from './kubelet-stop.ts';
import { loadBalancerDrain } from './load-balancer-drain.ts';
import { loadBalancerKill } from './load-balancer-kill.ts';
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
import { nodePause } from './node-pause.ts';
import { nodeReboot } from './node-reboot.ts';
import { nodeStop } from './node-stop.ts';
import { pidPressure } from './pid-pressure.ts';
import { podContainerKill } from './pod-container-kill.ts';
import { podFailure } from './pod-failure.ts';
import { podKill } from './pod-kill.ts';
import { raw } from './raw.ts';
import { scaleToZero } from './scale-to-zero.ts';
import { schedulerKill } from './scheduler-kill.ts';
import { schedulerPause } from './scheduler-pause.ts';
import { volumeFull } from './volume-full.ts';
import { webhookOutage } from './webhook-outage.ts';
import { zoneFlap } from './zone-flap.ts';
import { zoneLatency } from './zone-latency.ts';
import { zoneOutage } from './zone-outage.ts';
import { zonePartition } from './zone-partition.ts';

/** Every fault: one file, one line. */
export const allFaults: readonly Fault[] = [
  zonePartition,
  zoneOutage,
  zoneFlap,
  zoneLatency,
  apiserverKill,
  etcdMemberKill,
  etcdLeaderKill,
  apiserverStop,
  apiserverPause,
  apiserverRollingRestart,
  apiserverOverload,
  apiserverLatency,
  loadBalancerKill,
  loadBalancerDrain,
  etcdMemberStop,
  etcdLeaderPause,
  etcdQuorumLoss,
  etcdPeerPartition,
  etcdMemberReplace,
  etcdSlowDisk,
  etcdQuota,
  etcdLatency,
  etcdRestoreDrill,
  schedulerKill,
  schedulerPause,
  controllerManagerKill,
  controllerManagerPause,
  webhookOutage,
  certificateExpiry,
  nodeDrain,
  nodeCordon,
  nodePause,
  nodeStop,
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
