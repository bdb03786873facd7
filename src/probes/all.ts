import type { Probe } from '../core/probe.ts';
import { api } from './api.ts';
import { etcd } from './etcd.ts';
import { pods } from './pods.ts';
import { traffic } from './traffic.ts';

/** Every probe: one file, one line. */
export const allProbes: readonly Probe[] = [api, pods, etcd, traffic];
