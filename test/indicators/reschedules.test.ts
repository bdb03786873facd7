import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { podLives } from '../../src/indicators/pod-lives.ts';
import { podsRescheduleMax, podsRescheduleP50, podsRescheduleP99 } from '../../src/indicators/pods-reschedule.ts';
import { findReschedules } from '../../src/indicators/reschedules.ts';
import { faultOf, pod, sight, timelineOf } from '../support/timeline-builder.ts';

const gone = (name: string, at: number): Observation => pod(name, at, { change: 'gone', ready: false });
const unready = { ready: false } as const;
const fresh = { node: undefined, phase: 'Pending', ready: false } as const;
const anchor = timelineOf({}).startedAtUnixMs;
const find = (observations: readonly Observation[]) => findReschedules(timelineOf({ observations }));
const measure = (observations: readonly Observation[], indicator = podsRescheduleP99) =>
  indicator.measure(timelineOf({ observations }), indicator.phases);

/** A pod that is lost at `lostAt` and deleted 20 s later. */
const lost = (name: string, lostAt: number): readonly Observation[] => [
  pod(name, 0),
  pod(name, lostAt, unready),
  pod(name, lostAt + 20_000, { ready: false, terminating: true }),
];
/** A pod that is created and Ready at `readyAt`. */
const replacing = (name: string, createdAt: number, readyAt: number): readonly Observation[] => [
  pod(name, createdAt, fresh),
  pod(name, createdAt + 500, { ...unready, node: 'worker2', phase: 'Pending' }),
  pod(name, readyAt, { node: 'worker2' }),
];

describe('findReschedules', () => {
  it('pairs a lost replica with the pod that replaced it', () => {
    expect(find([...lost('a', 40_000), ...replacing('b', 60_100, 63_000)])).to.deep.equal([
      {
        lostPod: 'a',
        lostNode: 'worker',
        notReadyAt: 40_000,
        deletedAt: 60_000,
        replacement: 'b',
        replacementNode: 'worker2',
        createdAt: 60_100,
        scheduledAt: 60_600,
        readyAt: 63_000,
      },
    ]);
  });

  it('pairs the k-th lost of an owner with the k-th Ready', () => {
    const rows = find([
      ...lost('a', 41_000),
      ...lost('b', 40_000),
      ...replacing('c', 61_100, 66_000),
      ...replacing('d', 61_000, 64_000),
    ]);
    expect(rows.map(({ lostPod, replacement }) => [lostPod, replacement])).to.deep.equal([
      ['b', 'd'],
      ['a', 'c'],
    ]);
  });

  it('leaves nobody without a replacement because one before him took his', () => {
    // All are killed one by one, and the last to be created is the first to be Ready.
    const rows = find([
      pod('a', 0),
      pod('b', 0),
      pod('c', 0),
      gone('a', 40_000),
      ...replacing('x', 40_100, 45_000),
      gone('b', 40_200),
      ...replacing('y', 40_300, 44_000),
      gone('c', 40_400),
      ...replacing('z', 40_500, 43_000),
    ]);
    expect(rows.map(({ lostPod, replacement }) => [lostPod, replacement])).to.deep.equal([
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'z'],
    ]);
  });

  it('gives the first lost a replacement where there are too few', () => {
    const rows = find([...lost('a', 40_000), ...lost('b', 41_000), ...replacing('c', 61_100, 66_000)]);
    expect(rows.map(({ lostPod, replacement }) => [lostPod, replacement])).to.deep.equal([
      ['a', 'c'],
      ['b', undefined],
    ]);
  });

  it('does not pair over owners, nor with a pod from before the loss', () => {
    const stranger = replacing('c', 61_000, 62_000).map((one) => ({ ...one, ownerUid: 'other' }) as Observation);
    const [row] = find([...lost('a', 40_000), ...stranger, ...replacing('d', 35_000, 45_000)]);
    expect(row).to.include({ replacement: undefined, readyAt: undefined });
  });

  it('tells a deleted pod that was Ready to the end as lost when it was deleted', () => {
    const [row] = find([
      pod('a', 0),
      pod('a', 50_000, { terminating: true }),
      gone('a', 51_000),
      ...replacing('b', 50_000, 52_000),
    ]);
    expect(row).to.include({ notReadyAt: undefined, deletedAt: 50_000, readyAt: 52_000 });
  });

  it('tells a replacement of the same name apart by its UID', () => {
    const again = replacing('a', 60_100, 63_000).map((one) => ({ ...one, uid: 'second' }) as Observation);
    expect(find([...lost('a', 40_000), ...again])[0]).to.include({ lostPod: 'a', replacement: 'a', readyAt: 63_000 });
  });

  it('leaves out what recovered in place, was lost before the fault, had no owner or was never Ready', () => {
    expect(find([pod('a', 0), pod('a', 40_000, unready), pod('a', 50_000)])).to.deep.equal([]);
    expect(find(lost('a', 5000))).to.deep.equal([]);
    const ownerless = { ownerUid: undefined };
    expect(find([pod('a', 0, ownerless), pod('a', 40_000, { ...ownerless, change: 'gone' })])).to.deep.equal([]);
    expect(find([pod('a', 31_000, fresh), gone('a', 40_000)])).to.deep.equal([]);
  });

  it('counts a replacement that is lost in its turn', () => {
    const rows = find([
      ...lost('a', 40_000),
      ...replacing('b', 60_000, 62_000),
      gone('b', 80_000),
      ...replacing('c', 80_100, 85_000),
    ]);
    expect(rows.map(({ lostPod, replacement }) => [lostPod, replacement])).to.deep.equal([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  it('is not fooled by readiness of a pod that was told to end', () => {
    const [row] = find([
      ...lost('a', 40_000),
      pod('a', 95_000, { terminating: true }),
      ...replacing('b', 60_100, 63_000),
    ]);
    expect(row).to.include({ notReadyAt: 40_000, deletedAt: 60_000 });
  });

  it('dates what happened while the watch was blind: losses to its beginning, gains by the server’s stamp', () => {
    const [row] = find([
      pod('a', 0),
      sight('pods', 38_000, 'blind'),
      sight('pods', 70_000, 'seeing'),
      pod('a', 70_010, { ready: false, terminating: true }),
      pod('b', 70_010, {
        node: 'worker2',
        createdUnixMs: anchor + 60_000,
        scheduledUnixMs: anchor + 60_000,
        readyUnixMs: anchor + 63_000,
      }),
    ]);
    expect(row).to.include({ deletedAt: 38_000, createdAt: 61_000, scheduledAt: 61_000, readyAt: 64_000 });
  });

  it('does not date a gain later than it was seen, nor a loss before what it lost', () => {
    const [row] = find([
      ...lost('a', 31_000),
      sight('pods', 38_000, 'blind'),
      sight('nodes', 39_000, 'blind'),
      sight('pods', 60_000, 'blind'),
      sight('pods', 70_000, 'seeing'),
      pod('b', 70_010, { createdUnixMs: anchor + 60_000, readyUnixMs: anchor + 69_900 }),
    ]);
    expect(row).to.include({ replacement: 'b', createdAt: 61_000, readyAt: 70_010 });
    const lives = podLives(
      timelineOf({
        observations: [
          sight('pods', 38_000, 'blind'),
          sight('pods', 70_000, 'seeing'),
          pod('b', 70_010, { createdUnixMs: anchor + 50_000, readyUnixMs: anchor + 60_000 }),
          gone('b', 70_500),
        ],
      }),
    );
    expect(lives[0]?.moments.map(({ at }) => at)).to.deep.equal([51_000, 61_000, 61_000]);
  });

  it('names a replacement that never became Ready', () => {
    const [row] = find([...lost('a', 40_000), pod('b', 60_000, fresh)]);
    expect(row).to.include({ replacement: 'b', createdAt: 60_000, readyAt: undefined });
  });

  it('knows no loss without a fault', () => {
    expect(findReschedules(timelineOf({ faults: [], observations: lost('a', 40_000) }))).to.deep.equal([]);
  });
});

describe('pods.reschedule', () => {
  const three = [
    ...lost('a', 40_000),
    ...lost('b', 41_000),
    ...lost('c', 42_000),
    ...replacing('d', 60_000, 62_000),
    ...replacing('e', 61_000, 65_000),
    ...replacing('f', 62_000, 72_000),
  ];

  it('runs from the loss to Ready of the replacement', () => {
    expect(measure(three, podsRescheduleP50)).to.include({ status: 'measured', value: 24_000, samples: 3 });
    expect(measure(three)).to.include({ value: 30_000 });
    expect(measure(three, podsRescheduleMax)).to.include({ value: 30_000 });
  });

  it('is a lower bound up to the end when the quantile was never replaced', () => {
    const observations = [...three, ...lost('g', 43_000)];
    expect(measure(observations)).to.include({ status: 'censored', value: 137_000, samples: 4 });
    expect(measure(observations)).to.have.property('evidence').that.contains('never replaced: g');
    expect(measure(observations, podsRescheduleP50)).to.include({ status: 'measured', value: 24_000 });
  });

  it('is a lower bound no longer than pods were seen', () => {
    const blind = [...lost('a', 40_000), sight('pods', 100_000, 'blind')];
    expect(measure(blind)).to.include({ status: 'censored', value: 60_000 });
  });

  it('is unmeasured when no replica was lost, no pod seen or no fault injected', () => {
    expect(measure([pod('a', 0)])).to.include({ reason: 'no replica was lost' });
    expect(measure([])).to.include({ reason: 'no pod was seen' });
    const timeline = timelineOf({ faults: [faultOf([])], observations: [pod('a', 0)] });
    expect(podsRescheduleMax.measure(timeline, ['fault'])).to.include({ reason: 'no fault was injected' });
  });
});
