import type { FaultRecord, InjectionRecord, Mark, Phase } from '../../src/core/timeline.ts';

/** When the sample run's zone was cut off, and joined again. */
export const cutAt = 44_200;
export const healAt = 164_300;

const partition = {
  apiVersion: 'chaos-mesh.org/v1alpha1',
  kind: 'NetworkChaos',
  metadata: { name: 'zp-7k2m', namespace: 'aftershock-run-7k2m', labels: { 'aftershock.dev/run': '7k2m' } },
  spec: {
    action: 'partition',
    mode: 'all',
    selector: { namespaces: ['aftershock'], nodeSelectors: { 'topology.kubernetes.io/zone': 'az-a' } },
    direction: 'both',
    duration: '150s',
  },
};
const dropTraffic = (node: string): object => ({
  kind: 'node',
  node,
  verb: {
    name: 'drop-traffic',
    peers: [{ name: 'aftershock-worker2', address: '172.18.0.5', cidrs: ['10.244.4.0/24'] }],
  },
});

/** What the sample run applied, in order. */
export const sampleApplied: readonly unknown[] = [
  { kind: 'chaos-mesh', object: partition, targets: [], proof: {} },
  dropTraffic('aftershock-control-plane'),
  dropTraffic('aftershock-worker'),
];

/** The phases of the sample run. */
export function samplePhases(): readonly Phase[] {
  return [
    { name: 'setup', startAt: 0, endAt: 14_000 },
    { name: 'baseline', startAt: 14_000, endAt: 44_000 },
    { name: 'fault', startAt: 44_000, endAt: 165_000 },
    { name: 'recovery', startAt: 165_000, endAt: 300_000 },
    { name: 'teardown', startAt: 300_000, endAt: 306_000 },
  ];
}

/** What the harness did in the sample run. */
export function sampleMarks(): readonly Mark[] {
  const marks: readonly Mark[] = [
    ...samplePhases().map(({ name, startAt }): Mark => ({ at: startAt, kind: 'phase', text: `${name} began` })),
    { at: 44_100, kind: 'fault', text: 'cut az-a off: zone az-a (drawn from 3)' },
    ...sampleFault().injections.flatMap(({ name, appliedAt, provedAt, goneAt }): Mark[] => [
      { at: appliedAt!, kind: 'injection', text: `${name} applied` },
      { at: provedAt!, kind: 'injection', text: `${name} proven` },
      { at: goneAt!, kind: 'injection', text: `${name} gone` },
    ]),
  ];
  return marks.toSorted((a, b) => a.at - b.at);
}

/** A zone cut off in two layers, proven and healed. */
export function sampleFault(): FaultRecord {
  const injection = (kind: InjectionRecord['kind'], name: string, at: number, detail: string): InjectionRecord => ({
    kind,
    name,
    appliedAt: cutAt - 60 + at,
    injectedAt: cutAt + at,
    provedAt: cutAt + 900 + at,
    healingAt: healAt - 300 - at,
    healedAt: healAt - at,
    goneAt: healAt + 420 - at,
    proof: { status: 'proven', detail },
  });
  return {
    name: 'cut az-a off',
    type: 'zone-partition',
    targets: ['zone az-a: aftershock-control-plane, aftershock-worker'],
    disabledNodes: ['aftershock-control-plane', 'aftershock-worker'],
    injections: [
      injection(
        'chaos-mesh',
        'NetworkChaos zp-7k2m',
        -700,
        'AllInjected for 2 of 2 targets; 4 of 4 paths answer nothing',
      ),
      injection('node', 'drop-traffic on aftershock-control-plane', 0, '4 of 4 peers answer nothing'),
      injection('node', 'drop-traffic on aftershock-worker', 130, '4 of 4 peers answer nothing'),
    ],
  };
}
