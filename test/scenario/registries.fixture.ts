import { z } from 'zod';
import { define, registry } from '../../src/core/definition.ts';
import type { Fault } from '../../src/core/fault.ts';
import type { Indicator } from '../../src/core/indicator.ts';
import { duration, rate } from '../../src/core/params.ts';
import type { BoundProbe, Probe } from '../../src/core/probe.ts';
import type { Registries } from '../../src/scenario/registries.ts';

const probeOf = (period: number): BoundProbe => ({
  streams: (targets) =>
    targets.map((target) => ({
      id: target.name,
      target,
      operation: 'echo',
      connection: 'new',
      periodMs: period,
      phaseMs: 0,
      timeoutMs: 1,
      goodWithinMs: 1,
    })),
  observe: async () => {},
});
const fault = (name: string, params: z.ZodType): Fault =>
  define({ name, summary: `The ${name}.`, params }, (bound) => ({
    plan: () => ({ steps: [], targets: [JSON.stringify(bound)], disabledNodes: [] }),
  }));
const indicator = (name: string, dimension: Indicator['dimension'], better: Indicator['better']): Indicator => ({
  name,
  summary: `The ${name}.`,
  definition: '',
  dimension,
  better,
  phases: ['fault', 'recovery'],
  measure: () => ({ status: 'unmeasured', reason: 'a fixture measures nothing' }),
});

/** Registries of tests: small, and free of what the real ones will come to hold. */
export const fixtureRegistries: Registries = {
  faults: registry('fault', [
    fault('zone-partition', z.strictObject({ zone: z.string().min(1), jitter: duration().optional() })),
    fault('apiserver-kill', z.strictObject({ node: z.string().default('any') })),
  ]),
  probes: registry<Probe>('probe', [
    {
      ...define(
        { name: 'api', summary: 'The API.', params: z.strictObject({ every: duration().prefault('100ms') }) },
        (p) => probeOf(p.every),
      ),
      alwaysOn: true,
    },
    {
      ...define({ name: 'traffic', summary: 'Traffic.', params: z.strictObject({ rate: rate() }) }, (p) =>
        probeOf(1000 / p.rate),
      ),
      alwaysOn: false,
    },
  ]),
  indicators: registry('indicator', [
    indicator('api.recovery', 'duration', 'lower'),
    indicator('api.availability', 'ratio', 'higher'),
    indicator('traffic.errorRate', 'ratio', 'lower'),
    indicator('traffic.throughput', 'rate', 'higher'),
    indicator('etcd.leaderChanges', 'count', 'lower'),
    indicator('pods.deficit', 'replica-seconds', 'lower'),
  ]),
};

/** A scenario without a mistake. Line 1 is `apiVersion`. */
export const goodText = `apiVersion: aftershock/v1
kind: Scenario
metadata:
  name: az-failure
  title: One zone is cut off
  labels: { layer: zone }
spec:
  hypothesis: The API stays up.
  requires: { zones: 3 }
  workload: web
  timeline: { baseline: 30s, recovery: 2m }
  faults:
    - name: cut az-a off
      type: zone-partition
      for: 1m30s
      with: { zone: az-a }
    - name: kill
      type: apiserver-kill
      at: 10s
      for: 40s
  probes:
    - { type: traffic, with: { rate: 50/s } }
  abort: [ "traffic.errorRate > 50% for 30s" ]
  slos:
    - { sli: api.recovery, objective: "<= 60s", limit: 180s, weight: 3 }
    - { sli: api.availability, objective: ">= 99%", during: [fault] }
`;
