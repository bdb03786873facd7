import type { Probe } from '../core/probe.ts';
import { api } from './api.ts';
import { canaries } from './canaries.ts';
import { etcd } from './etcd.ts';
import { k6 } from './k6.ts';
import { ledger } from './ledger.ts';
import { machine } from './machine.ts';
import { metrics } from './metrics.ts';
import { pods } from './pods.ts';
import { traffic } from './traffic.ts';
import { zones } from './zones.ts';

/** Every probe: one file, one line. */
export const allProbes: readonly Probe[] = [api, pods, canaries, etcd, metrics, ledger, machine, zones, traffic, k6];
