// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PhysicalMachineSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A PhysicalMachineChaos object. */
export interface PhysicalMachineChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PhysicalMachineChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PhysicalMachineChaosSpec;
  readonly status?: ChaosStatus;
}

/** `PhysicalMachineChaos.spec`: which fields go together depends on `action`. */
export type PhysicalMachineChaosSpec = PhysicalMachineSelection & {
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
  readonly uid?: string;
} & (
  | { readonly action: 'stress-cpu'; readonly 'stress-cpu': PhysicalMachineChaosStressCpu; }
  | { readonly action: 'stress-mem'; readonly 'stress-mem': PhysicalMachineChaosStressMem; }
  | { readonly action: 'disk-read-payload'; readonly 'disk-read-payload': PhysicalMachineChaosDiskPayload; }
  | { readonly action: 'disk-write-payload'; readonly 'disk-write-payload': PhysicalMachineChaosDiskPayload; }
  | { readonly action: 'disk-fill'; readonly 'disk-fill': PhysicalMachineChaosDiskFill; }
  | { readonly action: 'network-corrupt'; readonly 'network-corrupt': PhysicalMachineChaosNetworkImpairment; }
  | { readonly action: 'network-duplicate'; readonly 'network-duplicate': PhysicalMachineChaosNetworkImpairment; }
  | { readonly action: 'network-loss'; readonly 'network-loss': PhysicalMachineChaosNetworkImpairment; }
  | { readonly action: 'network-delay'; readonly 'network-delay': PhysicalMachineChaosNetworkDelay; }
  | { readonly action: 'network-partition'; readonly 'network-partition': PhysicalMachineChaosNetworkPartition; }
  | { readonly action: 'network-dns'; readonly 'network-dns': PhysicalMachineChaosNetworkDns; }
  | { readonly action: 'network-bandwidth'; readonly 'network-bandwidth': PhysicalMachineChaosNetworkBandwidth; }
  | { readonly action: 'network-flood'; readonly 'network-flood': PhysicalMachineChaosNetworkFlood; }
  | { readonly action: 'network-down'; readonly 'network-down': PhysicalMachineChaosNetworkDown; }
  | { readonly action: 'process'; readonly process: PhysicalMachineChaosProcess; }
  | { readonly action: 'jvm-exception'; readonly 'jvm-exception': PhysicalMachineChaosJvmException; }
  | { readonly action: 'jvm-gc'; readonly 'jvm-gc': PhysicalMachineChaosJvmGc; }
  | { readonly action: 'jvm-latency'; readonly 'jvm-latency': PhysicalMachineChaosJvmLatency; }
  | { readonly action: 'jvm-return'; readonly 'jvm-return': PhysicalMachineChaosJvmReturn; }
  | { readonly action: 'jvm-stress'; readonly 'jvm-stress': PhysicalMachineChaosJvmStress; }
  | { readonly action: 'jvm-rule-data'; readonly 'jvm-rule-data': PhysicalMachineChaosJvmRuleData; }
  | { readonly action: 'jvm-mysql'; readonly 'jvm-mysql': PhysicalMachineChaosJvmMysql; }
  | { readonly action: 'clock'; readonly clock: PhysicalMachineChaosClock; }
  | { readonly action: 'redis-expiration'; readonly 'redis-expiration': PhysicalMachineChaosRedisExpiration; }
  | { readonly action: 'redis-penetration'; readonly 'redis-penetration': PhysicalMachineChaosRedisPenetration; }
  | { readonly action: 'redis-cacheLimit'; readonly 'redis-cacheLimit': PhysicalMachineChaosRedisCacheLimit; }
  | { readonly action: 'redis-restart'; readonly 'redis-restart': PhysicalMachineChaosRedisSentinel; }
  | { readonly action: 'redis-stop'; readonly 'redis-stop': PhysicalMachineChaosRedisSentinel; }
  | { readonly action: 'kafka-fill'; readonly 'kafka-fill': PhysicalMachineChaosKafkaFill; }
  | { readonly action: 'kafka-flood'; readonly 'kafka-flood': PhysicalMachineChaosKafkaFlood; }
  | { readonly action: 'kafka-io'; readonly 'kafka-io': PhysicalMachineChaosKafkaIo; }
  | { readonly action: 'file-create'; readonly 'file-create': PhysicalMachineChaosFilePlace; }
  | { readonly action: 'file-modify'; readonly 'file-modify': PhysicalMachineChaosFileModify; }
  | { readonly action: 'file-delete'; readonly 'file-delete': PhysicalMachineChaosFilePlace; }
  | { readonly action: 'file-rename'; readonly 'file-rename': PhysicalMachineChaosFileRename; }
  | { readonly action: 'file-append'; readonly 'file-append': PhysicalMachineChaosFileAppend; }
  | { readonly action: 'file-replace'; readonly 'file-replace': PhysicalMachineChaosFileReplace; }
  | { readonly action: 'vm'; readonly vm: PhysicalMachineChaosVm; }
  | { readonly action: 'user_defined'; readonly user_defined: PhysicalMachineChaosUserDefined; }
);

/** `PhysicalMachineChaos.spec.clock`. */
export interface PhysicalMachineChaosClock {
  readonly 'clock-ids-slice'?: string;
  readonly pid?: number;
  readonly 'time-offset'?: string;
}

/** `PhysicalMachineChaos.spec.disk-fill`. */
export interface PhysicalMachineChaosDiskFill {
  readonly 'fill-by-fallocate'?: boolean;
  readonly path?: string;
  readonly size?: string;
}

/** `PhysicalMachineChaos.spec.disk-read-payload`. */
export interface PhysicalMachineChaosDiskPayload {
  readonly path?: string;
  readonly 'payload-process-num'?: number;
  readonly size?: string;
}

/** `PhysicalMachineChaos.spec.file-append`. */
export interface PhysicalMachineChaosFileAppend {
  readonly count?: number;
  readonly data?: string;
  readonly 'file-name'?: string;
}

/** `PhysicalMachineChaos.spec.file-create`. */
export interface PhysicalMachineChaosFilePlace {
  readonly 'dir-name'?: string;
  readonly 'file-name'?: string;
}

/** `PhysicalMachineChaos.spec.file-modify`. */
export interface PhysicalMachineChaosFileModify {
  readonly 'file-name'?: string;
  readonly privilege?: number;
}

/** `PhysicalMachineChaos.spec.file-rename`. */
export interface PhysicalMachineChaosFileRename {
  readonly 'dest-file'?: string;
  readonly 'source-file'?: string;
}

/** `PhysicalMachineChaos.spec.file-replace`. */
export interface PhysicalMachineChaosFileReplace {
  readonly 'dest-string'?: string;
  readonly 'file-name'?: string;
  readonly line?: number;
  readonly 'origin-string'?: string;
}

/** `PhysicalMachineChaos.spec.http-abort`. */
export interface PhysicalMachineChaosHttpAbort {
  readonly code?: string;
  readonly method?: string;
  readonly path?: string;
  readonly port?: number;
  readonly proxy_ports: readonly number[];
  readonly target: string;
}

/** `PhysicalMachineChaos.spec.http-config`. */
export interface PhysicalMachineChaosHttpConfig {
  readonly file_path?: string;
}

/** `PhysicalMachineChaos.spec.http-delay`. */
export interface PhysicalMachineChaosHttpDelay {
  readonly code?: string;
  readonly delay: string;
  readonly method?: string;
  readonly path?: string;
  readonly port?: number;
  readonly proxy_ports: readonly number[];
  readonly target: string;
}

/** `PhysicalMachineChaos.spec.http-request`. */
export interface PhysicalMachineChaosHttpRequest {
  readonly count?: number;
  readonly 'enable-conn-pool'?: boolean;
  readonly url?: string;
}

/** `PhysicalMachineChaos.spec.jvm-exception`. */
export interface PhysicalMachineChaosJvmException {
  readonly class?: string;
  readonly exception?: string;
  readonly method?: string;
  readonly pid?: number;
  readonly port?: number;
}

/** `PhysicalMachineChaos.spec.jvm-gc`. */
export interface PhysicalMachineChaosJvmGc {
  readonly pid?: number;
  readonly port?: number;
}

/** `PhysicalMachineChaos.spec.jvm-latency`. */
export interface PhysicalMachineChaosJvmLatency {
  readonly class?: string;
  readonly latency?: number;
  readonly method?: string;
  readonly pid?: number;
  readonly port?: number;
}

/** `PhysicalMachineChaos.spec.jvm-mysql`. */
export interface PhysicalMachineChaosJvmMysql {
  readonly database?: string;
  readonly exception?: string;
  readonly latency?: number;
  readonly mysqlConnectorVersion?: string;
  readonly pid?: number;
  readonly port?: number;
  readonly sqlType?: string;
  readonly table?: string;
}

/** `PhysicalMachineChaos.spec.jvm-return`. */
export interface PhysicalMachineChaosJvmReturn {
  readonly class?: string;
  readonly method?: string;
  readonly pid?: number;
  readonly port?: number;
  readonly value?: string;
}

/** `PhysicalMachineChaos.spec.jvm-rule-data`. */
export interface PhysicalMachineChaosJvmRuleData {
  readonly pid?: number;
  readonly port?: number;
  readonly 'rule-data'?: string;
}

/** `PhysicalMachineChaos.spec.jvm-stress`. */
export interface PhysicalMachineChaosJvmStress {
  readonly 'cpu-count'?: number;
  readonly 'mem-type'?: string;
  readonly pid?: number;
  readonly port?: number;
}

/** `PhysicalMachineChaos.spec.kafka-fill`. */
export interface PhysicalMachineChaosKafkaFill {
  readonly host?: string;
  readonly maxBytes?: number;
  readonly messageSize?: number;
  readonly password?: string;
  readonly port?: number;
  readonly reloadCommand?: string;
  readonly topic?: string;
  readonly username?: string;
}

/** `PhysicalMachineChaos.spec.kafka-flood`. */
export interface PhysicalMachineChaosKafkaFlood {
  readonly host?: string;
  readonly messageSize?: number;
  readonly password?: string;
  readonly port?: number;
  readonly threads?: number;
  readonly topic?: string;
  readonly username?: string;
}

/** `PhysicalMachineChaos.spec.kafka-io`. */
export interface PhysicalMachineChaosKafkaIo {
  readonly configFile?: string;
  readonly nonReadable?: boolean;
  readonly nonWritable?: boolean;
  readonly topic?: string;
}

/** `PhysicalMachineChaos.spec.network-bandwidth`. */
export interface PhysicalMachineChaosNetworkBandwidth {
  readonly buffer: number;
  readonly device?: string;
  readonly hostname?: string;
  readonly 'ip-address'?: string;
  readonly limit: number;
  readonly minburst?: number;
  readonly peakrate?: number;
  readonly rate: string;
}

/** `PhysicalMachineChaos.spec.network-corrupt`. */
export interface PhysicalMachineChaosNetworkImpairment {
  readonly correlation?: string;
  readonly device?: string;
  readonly 'egress-port'?: string;
  readonly hostname?: string;
  readonly 'ip-address'?: string;
  readonly 'ip-protocol'?: string;
  readonly percent?: string;
  readonly 'source-port'?: string;
}

/** `PhysicalMachineChaos.spec.network-delay`. */
export interface PhysicalMachineChaosNetworkDelay {
  readonly 'accept-tcp-flags'?: string;
  readonly correlation?: string;
  readonly device?: string;
  readonly 'egress-port'?: string;
  readonly hostname?: string;
  readonly 'ip-address'?: string;
  readonly 'ip-protocol'?: string;
  readonly jitter?: string;
  readonly latency?: string;
  readonly 'source-port'?: string;
}

/** `PhysicalMachineChaos.spec.network-dns`. */
export interface PhysicalMachineChaosNetworkDns {
  readonly 'dns-domain-name'?: string;
  readonly 'dns-ip'?: string;
  readonly 'dns-server'?: string;
}

/** `PhysicalMachineChaos.spec.network-down`. */
export interface PhysicalMachineChaosNetworkDown {
  readonly device?: string;
  readonly duration?: string;
}

/** `PhysicalMachineChaos.spec.network-flood`. */
export interface PhysicalMachineChaosNetworkFlood {
  readonly duration: string;
  readonly 'ip-address'?: string;
  readonly parallel?: number;
  readonly port?: string;
  readonly rate: string;
}

/** `PhysicalMachineChaos.spec.network-partition`. */
export interface PhysicalMachineChaosNetworkPartition {
  readonly 'accept-tcp-flags'?: string;
  readonly device?: string;
  readonly direction?: string;
  readonly hostname?: string;
  readonly 'ip-address'?: string;
  readonly 'ip-protocol'?: string;
}

/** `PhysicalMachineChaos.spec.process`. */
export interface PhysicalMachineChaosProcess {
  readonly process?: string;
  readonly recoverCmd?: string;
  readonly signal?: number;
}

/** `PhysicalMachineChaos.spec.redis-cacheLimit`. */
export interface PhysicalMachineChaosRedisCacheLimit {
  readonly addr?: string;
  readonly cacheSize?: string;
  readonly password?: string;
  readonly percent?: string;
}

/** `PhysicalMachineChaos.spec.redis-expiration`. */
export interface PhysicalMachineChaosRedisExpiration {
  readonly addr?: string;
  readonly expiration?: string;
  readonly key?: string;
  readonly option?: string;
  readonly password?: string;
}

/** `PhysicalMachineChaos.spec.redis-penetration`. */
export interface PhysicalMachineChaosRedisPenetration {
  readonly addr?: string;
  readonly password?: string;
  readonly requestNum?: number;
}

/** `PhysicalMachineChaos.spec.redis-restart`. */
export interface PhysicalMachineChaosRedisSentinel {
  readonly addr?: string;
  readonly conf?: string;
  readonly flushConfig?: boolean;
  readonly password?: string;
  readonly redisPath?: boolean;
}

/** `PhysicalMachineChaos.spec.stress-cpu`. */
export interface PhysicalMachineChaosStressCpu {
  readonly load?: number;
  readonly options?: readonly string[];
  readonly workers?: number;
}

/** `PhysicalMachineChaos.spec.stress-mem`. */
export interface PhysicalMachineChaosStressMem {
  readonly options?: readonly string[];
  readonly size?: string;
}

/** `PhysicalMachineChaos.spec.user_defined`. */
export interface PhysicalMachineChaosUserDefined {
  readonly attackCmd?: string;
  readonly recoverCmd?: string;
}

/** `PhysicalMachineChaos.spec.vm`. */
export interface PhysicalMachineChaosVm {
  readonly 'vm-name'?: string;
}
