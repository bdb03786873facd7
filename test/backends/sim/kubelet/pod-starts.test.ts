import { expect } from 'chai';
import { podStarts, type PodStarts } from '../../../../src/backends/sim/kubelet/pod-starts.ts';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { readSamples } from '../../../base/samples.ts';

const createdAt = '2026-01-01T00:00:00Z';
const zero = Date.parse(createdAt);
const running = { running: { startedAt: createdAt } };
const waiting = { waiting: { reason: 'ContainerCreating' } };

/** A pod with a container in each of these states; without any it was never acknowledged. */
function pod(uid: string, states?: readonly object[], phase = 'Running'): Pod {
  const status =
    states === undefined
      ? { conditions: [] }
      : { phase, startTime: createdAt, containerStatuses: states.map((state) => ({ state })) };
  return { metadata: { name: uid, uid, creationTimestamp: createdAt }, spec: {}, status } as unknown as Pod;
}

/** Starts of a kubelet whose clock is set by what is returned. */
function counting(): { readonly starts: PodStarts; readonly at: (seconds: number) => void } {
  let unixMs = zero;
  const starts = podStarts({ unixMs: () => unixMs }, zero - 5000);
  return { starts, at: (seconds) => (unixMs = zero + seconds * 1000) };
}

/** How many took at most so many seconds. */
function upTo(starts: PodStarts, seconds: number): number | undefined {
  const samples = readSamples(starts.page(), new Set(['kubelet_pod_start_sli_duration_seconds_bucket']));
  return samples.find(({ bound }) => bound === seconds)?.value;
}

describe('podStarts', () => {
  it('counts a pod once, from its creation to when a watch shows that all its containers run', () => {
    const { starts, at } = counting();
    starts.seen(pod('a'));
    at(1.5);
    starts.seen(pod('a', [running, waiting]));
    expect(upTo(starts, Infinity)).to.equal(0);
    at(2.5);
    starts.seen(pod('a', [running, running]));
    at(9);
    starts.seen(pod('a', [running, running]));
    expect([upTo(starts, 2), upTo(starts, 3), upTo(starts, Infinity)]).to.deep.equal([0, 1, 1]);
  });

  it('counts nothing of what a kubelet had acknowledged before, of what ended, and of what went', () => {
    const { starts, at } = counting();
    starts.seen(pod('before', [waiting], 'Pending'));
    starts.seen(pod('ended'));
    starts.seen(pod('gone'));
    at(3);
    starts.seen(pod('before', [running]));
    starts.seen(pod('ended', [running], 'Failed'));
    starts.gone(pod('gone'));
    starts.seen(pod('gone', [running]));
    starts.seen(pod('ended', [running]));
    expect(upTo(starts, Infinity)).to.equal(0);
  });

  it('tells when its process began', () => {
    expect(counting().starts.page()).to.include(`process_start_time_seconds ${(zero - 5000) / 1000}\n`);
  });
});
