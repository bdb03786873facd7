import type { ApiClient } from '../client/api-client.ts';
import type { Process } from '../engine/process.ts';
import type { HttpClient } from '../http/client.ts';
import type { NodePlace, World } from '../world.ts';
import type { AddressPool } from './addresses.ts';
import type { PodStarts } from './pod-starts.ts';
import type { PodWorker } from './pod-worker.ts';
import type { StatusReports } from './pod-status.ts';
import type { Pressure } from './pressure.ts';

/** A kubelet, as its parts see it. */
export interface Kubelet {
  readonly world: World;
  readonly node: NodePlace;
  readonly process: Process;
  readonly client: ApiClient;
  readonly probes: HttpClient;
  readonly workers: Map<string, PodWorker>;
  readonly addresses: AddressPool;
  readonly reports: StatusReports;
  readonly pressure: Pressure;
  readonly starts: PodStarts;
}
