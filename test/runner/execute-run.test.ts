import { expect } from 'chai';
import { HarnessError } from '../../src/core/errors.ts';
import type { BoundProbe } from '../../src/core/probe.ts';
import type { Mark } from '../../src/core/timeline.ts';
import { acts, fault, plan, readyz, run, stream } from './builders.ts';
import { balancer } from '../support/fake-cluster.ts';

const ctrlC = new HarnessError('interrupted', 'ctrl-c');
const spans = (phases: readonly { name: string; startAt: number; endAt: number }[]): readonly string[] =>
  phases.map(({ name, startAt, endAt }) => `${name} ${startAt}-${endAt}`);

describe('executeRun', () => {
  it('goes through setup, baseline, fault, recovery and teardown', async () => {
    const { record } = await run({ plan: plan([fault('a', ['n1'])]) });
    // Injecting takes 1 s, holding 10 s, healing 0.5 s; the last requests are answered 5 ms after the end.
    expect(spans(record.timeline.phases)).to.deep.equal([
      'setup 0-0',
      'baseline 0-30000',
      'fault 30000-41500',
      'recovery 41500-101500',
      'teardown 101505-101505',
    ]);
    expect(record.stoppedBy).to.equal(undefined);
    expect(record.leftovers).to.deep.equal([]);
  });

  it('lets probes warm up before anything is judged, within the set-up', async () => {
    const busyAtFirst = { good: (_: unknown, dueAt: number): boolean => dueAt >= 12_000 };
    const input = { warmUpMs: 15_000 };
    const { record } = await run({ plan: plan([fault('a', ['n1'])]), cluster: busyAtFirst, input });
    expect(spans(record.timeline.phases).slice(0, 2)).to.deep.equal(['setup 0-15000', 'baseline 15000-45000']);
    expect(record.stoppedBy).to.equal(undefined);
    const seen = [...record.timeline.observations].filter((one) => one.kind === 'request' && one.scheduledAt < 12_000);
    expect(seen).to.have.length.above(0);
    const short = await run({ plan: plan([fault('a', ['n1'])]), cluster: busyAtFirst });
    expect(short.record.stoppedBy).to.include({ code: 'steady-state' });
  });

  it('ends the set-up when it is interrupted in the warm-up', async () => {
    const { record } = await run({
      plan: plan([fault('a', ['n1'])]),
      input: { warmUpMs: 15_000 },
      interruptAt: 5000,
      reason: ctrlC,
    });
    expect(spans(record.timeline.phases).slice(0, 1)).to.deep.equal(['setup 0-5000']);
    expect(record.stoppedBy).to.include({ code: 'interrupted' });
  });

  it('lets probes prepare themselves before anything is measured, and tells of one that cannot', async () => {
    const seen: string[] = [];
    const slow: BoundProbe = {
      streams: () => [],
      prepare: async ({ clock }) => {
        await clock.sleep(7000);
        seen.push(`prepared at ${clock.now()}`);
      },
      observe: async ({ clock }) => void seen.push(`observes at ${clock.now()}`),
    };
    const broken: BoundProbe = {
      ...slow,
      prepare: () => Promise.reject(new Error('no image')),
      observe: async () => {},
    };
    const { record } = await run({ plan: { ...plan([fault('a', ['n1'])]), probes: [readyz, slow, broken] } });
    expect(seen).to.deep.equal(['prepared at 7000', 'observes at 7000']);
    expect(spans(record.timeline.phases).slice(0, 2)).to.deep.equal(['setup 0-7000', 'baseline 7000-37000']);
    const problems = record.timeline.marks.filter(({ kind }) => kind === 'problem').map(({ text }) => text);
    expect(problems).to.deep.equal(['a probe could not be prepared: no image']);
  });

  it('asks the cluster for each thing once and in order', async () => {
    const ran = await run({ plan: plan([fault('a', ['n1'])]) });
    expect(acts(ran)).to.deep.equal([
      'steadyState',
      'requests',
      'state',
      'inject drop-traffic on n1',
      'heal drop-traffic on n1',
      'requests end',
      'cleanUp',
    ]);
  });

  it('stamps every station of an injection', async () => {
    const { record } = await run({ plan: plan([fault('a', ['n1'])]) });
    expect(record.timeline.faults[0]?.injections).to.deep.equal([
      {
        kind: 'node',
        name: 'drop-traffic on n1',
        appliedAt: 30_000,
        injectedAt: 31_000,
        provedAt: 31_000,
        healingAt: 41_000,
        healedAt: 41_500,
        goneAt: 41_500,
        proof: { status: 'proven', detail: 'looked' },
      },
    ]);
  });

  it('keeps an unproven effect apart from a proven one, and heals it all the same', async () => {
    const { record, cluster } = await run({
      plan: plan([fault('a', ['n1'])]),
      cluster: { actions: { 'drop-traffic on n1': { proven: false } } },
    });
    const [injection] = record.timeline.faults[0]?.injections ?? [];
    expect(injection?.proof).to.deep.equal({ status: 'unproven', detail: 'looked' });
    expect(injection).not.to.have.property('provedAt');
    expect(cluster.standing.size).to.equal(0);
  });

  it('counts what was due and what was sent', async () => {
    const { record } = await run({ plan: plan([fault('a', ['n1'])]) });
    // Ten a second from 0 s to 101.5 s, both ends included.
    expect(record.harness.probesPlanned).to.equal(1016);
    expect(record.harness.probesSent).to.equal(1016);
    expect(record.timeline.observations).to.have.length(1016);
    expect(record.timeline.endedAt).to.equal(101_500);
  });

  it('gives the usage of the run alone', async () => {
    let cpuMs = 100;
    const usage = (): { cpuMs: number; rssMb: number } => ({ cpuMs: (cpuMs += 20), rssMb: 7 });
    const { record } = await run({ plan: plan([]), input: { usage } });
    expect(record.harness).to.include({ cpuMs: 20, rssMb: 7 });
  });

  it('is the same twice', async () => {
    const once = await run({ plan: plan([fault('a', ['n1']), fault('b', ['n2'], { atMs: 500 })]) });
    const again = await run({ plan: plan([fault('a', ['n1']), fault('b', ['n2'], { atMs: 500 })]) });
    expect(again.record).to.deep.equal(once.record);
  });

  it('only watches where no fault is declared', async () => {
    const { record } = await run({ plan: plan([]) });
    expect(record.timeline.phases.map(({ name }) => name)).to.deep.equal(['setup', 'observation', 'teardown']);
    expect(record.stoppedBy).to.equal(undefined);
  });

  describe('before the faults', () => {
    it('injects nothing when the steady state does not hold', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1'])]), cluster: { steadyState: ['n2 is not Ready'] } });
      expect(ran.record.steadyState).to.deep.equal(['n2 is not Ready']);
      expect(ran.record.stoppedBy?.code).to.equal('steady-state');
      expect([...new Set(acts(ran))]).to.deep.equal(['steadyState', 'cleanUp']);
      expect(ran.record.timeline.phases[0]).to.include({ name: 'setup', startAt: 0, endAt: 90_000 });
    });

    it('gives a cluster that is on its way to its steady state 90 s, and says for what', async () => {
      let looks = 0;
      const steadyState = async (): Promise<readonly string[]> => ((looks += 1) < 4 ? ['n2 is not Ready'] : []);
      const ran = await run({ plan: plan([fault('a', ['n1'])]), cluster: { replace: { steadyState } } });
      expect(ran.record.steadyState).to.deep.equal([]);
      expect(ran.record.stoppedBy).to.equal(undefined);
      expect(ran.record.timeline.phases[0]).to.include({ name: 'setup', endAt: 6000 });
      const notes = ran.record.timeline.marks.filter(({ kind }) => kind === 'note').map(({ text }) => text);
      expect(notes).to.deep.equal(['waiting for the steady state: n2 is not Ready']);
    });

    it('injects nothing when the steady state cannot be seen', async () => {
      const steadyState = (): Promise<never> => Promise.reject(new HarnessError('unavailable', 'no API'));
      const ran = await run({ plan: plan([fault('a', ['n1'])]), cluster: { replace: { steadyState } } });
      expect(ran.record.stoppedBy).to.deep.equal({ code: 'unavailable', message: 'no API' });
      expect(acts(ran)).to.deep.equal(['cleanUp']);
    });

    it('injects nothing when the baseline is bad', async () => {
      const good = (_: unknown, dueAt: number): boolean => dueAt % 1000 !== 0;
      const ran = await run({ plan: plan([fault('a', ['n1'])]), cluster: { good } });
      expect(ran.record.steadyState[0]).to.match(/^baseline of lb readyz new: 30 of 300 requests were bad/);
      expect(ran.record.stoppedBy?.code).to.equal('steady-state');
      expect(acts(ran)).not.to.include('state');
    });

    it('refuses two streams of one id, and cleans up', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1'])], { probes: [readyz, readyz] }) });
      expect(ran.record.stoppedBy).to.include({ code: 'scenario-invalid' });
      expect(acts(ran)).to.deep.equal(['steadyState', 'cleanUp']);
    });

    it('injects nothing when the journal cannot be written', async () => {
      const append = (): Promise<never> => Promise.reject(new Error('disk full'));
      const ran = await run({ plan: plan([fault('a', ['n1'])]), input: { journal: { append } } });
      expect(ran.record.stoppedBy?.message).to.equal('disk full');
      expect(acts(ran)).to.deep.equal(['cleanUp']);
    });
  });

  describe('when interrupted', () => {
    it('heals at once, and does not wait for a recovery', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1', 'n2'])]), interruptAt: 35_000, reason: ctrlC });
      expect(ran.cluster.calls.filter((call) => call.includes('heal'))).to.deep.equal([
        '35000 heal drop-traffic on n2',
        '35500 heal drop-traffic on n1',
      ]);
      expect(ran.record.stoppedBy).to.deep.equal({ code: 'interrupted', message: 'ctrl-c' });
      expect(ran.record.timeline.phases.map(({ name }) => name)).not.to.include('recovery');
      expect(acts(ran).at(-1)).to.equal('cleanUp');
    });

    it('heals an injection that was half-way', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1', 'n2'])]), interruptAt: 31_500, reason: ctrlC });
      expect(acts(ran)).to.include('inject drop-traffic on n2');
      expect([...ran.cluster.standing]).to.deep.equal([]);
    });

    it('injects nothing when it comes during the baseline', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1'])]), interruptAt: 1000, reason: ctrlC });
      expect(acts(ran)).to.deep.equal(['steadyState', 'requests', 'requests end', 'cleanUp']);
      expect(ran.record.timeline.endedAt).to.equal(1000);
      expect(ran.record.timeline.faults).to.deep.equal([]);
    });

    it('says so when it comes during the recovery', async () => {
      const { record } = await run({ plan: plan([fault('a', ['n1'])]), interruptAt: 50_000 });
      expect(record.stoppedBy?.code).to.equal('interrupted');
      expect(record.timeline.endedAt).to.equal(50_000);
    });

    it('does not wait for an injection that ignores it', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1'])]),
        cluster: { actions: { 'drop-traffic on n1': { inject: () => new Promise<void>(() => undefined) } } },
        interruptAt: 35_000,
        reason: ctrlC,
      });
      expect(ran.cluster.calls).to.include('45000 heal drop-traffic on n1');
    });
  });

  describe('probes', () => {
    const problems = (marks: readonly Mark[]): readonly string[] =>
      marks.filter(({ kind }) => kind === 'problem').map(({ text }) => text);

    it('are a problem on the timeline when they fail, not the end of the run', async () => {
      const broken = { streams: () => [stream(balancer)], observe: () => Promise.reject(new Error('oops')) };
      const { record } = await run({ plan: plan([fault('a', ['n1'])], { probes: [broken] }) });
      expect(problems(record.timeline.marks)).to.deep.equal(['a probe failed: oops']);
      expect(record.stoppedBy).to.equal(undefined);
    });

    it('are counted from the schedule when their sender breaks', async () => {
      const requests = (): Promise<never> => Promise.reject(new Error('worker died'));
      const { record } = await run({ plan: plan([fault('a', ['n1'])]), cluster: { replace: { requests } } });
      expect(problems(record.timeline.marks)).to.include('the sender of requests failed: worker died');
      expect(record.harness).to.include({ probesPlanned: 300, probesSent: 0 });
      expect(record.steadyState).to.deep.equal(['baseline of lb readyz new: no request was answered or given up']);
    });

    it('that do not end are not waited for without an end', async () => {
      const stubborn = { streams: () => [], observe: () => new Promise<void>(() => undefined) };
      const { record } = await run({ plan: plan([], { probes: [readyz, stubborn] }) });
      expect(problems(record.timeline.marks)).to.deep.equal(['the end of the probes was not done within 60s']);
    });
  });

  it('takes in nothing that is seen after the probes were stopped', async () => {
    let emit: ((text: string) => void) | undefined;
    const watcher: BoundProbe = {
      streams: () => [],
      observe: async (context) => {
        emit = (resource) => context.emit({ kind: 'watch', at: context.clock.now(), resource, state: 'seeing' });
        emit('in time');
      },
    };
    const cleanUp = async (): Promise<readonly string[]> => {
      emit?.('too late');
      return [];
    };
    const { record } = await run({ plan: plan([], { probes: [watcher] }), cluster: { replace: { cleanUp } } });
    expect([...record.timeline.observations].flatMap((o) => (o.kind === 'watch' ? [o.resource] : []))).to.deep.equal([
      'in time',
    ]);
  });

  it('drops a listener that throws, and goes on', async () => {
    let calls = 0;
    const onMark = (): void => {
      calls += 1;
      throw new Error('no terminal');
    };
    const { record } = await run({ plan: plan([]), input: { listener: { onMark } } });
    expect(calls).to.equal(1);
    expect(record.timeline.marks.map(({ text }) => text)).to.include('a listener failed and was dropped: no terminal');
    expect(record.stoppedBy).to.equal(undefined);
  });

  it('reports what the clean-up left, and leaves the journal open for recover', async () => {
    const { record, journal } = await run({ plan: plan([]), cluster: { left: ['namespace x'] } });
    expect(record.leftovers).to.deep.equal(['namespace x']);
    expect(journal.map(({ event }) => event)).to.deep.equal(['run']);
  });

  it('gives the clean-up a deadline of its own', async () => {
    const cleanUp = (): Promise<never> => new Promise(() => undefined);
    const { record } = await run({ plan: plan([]), cluster: { replace: { cleanUp } } });
    expect(record.leftovers).to.deep.equal(['namespace aftershock-run-r1: it was not done within 3m']);
  });
});
