import { expect } from 'chai';
import { HarnessError } from '../../src/core/errors.ts';
import type { PlanContext } from '../../src/core/fault.ts';
import { acts, fault, plan, type Ran, run } from './builders.ts';

const never = (): Promise<void> => new Promise(() => undefined);
const fails = (): Promise<never> => Promise.reject(new HarnessError('unavailable', 'no daemon'));
const steps = (ran: Ran): readonly string[] =>
  ran.cluster.calls.filter((call) => /inject|heal/.test(call)).map((call) => call.replace('drop-traffic on ', ''));

describe('runFaults', () => {
  it('injects the actions of a fault in order and heals them in reverse', async () => {
    const ran = await run({ plan: plan([fault('a', ['n1', 'n2', 'n3'])]) });
    expect(steps(ran)).to.deep.equal([
      '30000 inject n1',
      '31000 inject n2',
      '32000 inject n3',
      // Held for 10 s from when the last was done.
      '43000 heal n3',
      '43500 heal n2',
      '44000 heal n1',
    ]);
  });

  it('injects the actions of a step at once and the next step after them; heals in the reverse order, a step at once', async () => {
    const ran = await run({ plan: plan([fault('a', ['n1', ['n2', 'n3']])]) });
    expect(steps(ran)).to.deep.equal([
      '30000 inject n1',
      '31000 inject n2',
      '31000 inject n3',
      '42000 heal n3',
      '42000 heal n2',
      '42500 heal n1',
    ]);
  });

  it('calls the other actions of a step off when one fails, waits for them, and heals them all', async () => {
    const order: string[] = [];
    const calledOff = (signal: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          order.push('n2 called off');
          reject(new Error('called off'));
        });
      });
    const ran = await run({
      plan: plan([fault('a', [['n1', 'n2']])]),
      cluster: {
        actions: {
          'drop-traffic on n1': { inject: () => Promise.reject(new Error('no such rule')) },
          'drop-traffic on n2': { inject: calledOff },
        },
      },
    });
    expect(order).to.deep.equal(['n2 called off']);
    expect(ran.record.stoppedBy?.message).to.include('no such rule');
    expect(steps(ran).filter((step) => step.includes('heal'))).to.have.length(2);
  });

  it('lets faults overlap, each from its own offset and for its own time', async () => {
    const ran = await run({
      plan: plan([fault('a', ['n1'], { forMs: 20_000 }), fault('b', ['n2'], { atMs: 5000, forMs: 5000 })]),
    });
    expect(steps(ran)).to.deep.equal(['30000 inject n1', '35000 inject n2', '41000 heal n2', '51000 heal n1']);
    expect(ran.record.timeline.phases.find(({ name }) => name === 'fault')).to.include({ endAt: 51_500 });
  });

  it('journals an action before it is injected, and when it is gone', async () => {
    const order: string[] = [];
    await run({
      plan: plan([fault('a', ['n1'])]),
      cluster: { actions: { 'drop-traffic on n1': { inject: async () => void order.push('inject') } } },
      input: {
        journal: {
          append: async (entry) => {
            await Promise.resolve();
            order.push(`journal ${entry.event}`);
          },
        },
      },
    });
    expect(order).to.deep.equal(['journal run', 'journal inject', 'inject', 'journal gone', 'journal end']);
  });

  it('journals what the undo needs', async () => {
    const { journal } = await run({ plan: plan([fault('a', ['n1', 'n2'])]) });
    expect(journal[0]).to.include({ event: 'run', runId: 'r1', backend: 'fake', scenario: 's' });
    expect(journal.map((entry) => ('id' in entry ? `${entry.event} ${entry.id}` : entry.event))).to.deep.equal([
      'run',
      'inject as-r1-0.0',
      'inject as-r1-0.1',
      'gone as-r1-0.1',
      'gone as-r1-0.0',
      'end',
    ]);
  });

  it('lists what was applied, in order', async () => {
    const { record } = await run({ plan: plan([fault('a', ['n1']), fault('b', ['n2'], { atMs: 100 })]) });
    expect(record.applied.map((action) => (action as { node: string }).node)).to.deep.equal(['n1', 'n2']);
  });

  describe('when an injection fails', () => {
    const halfWay = { actions: { 'drop-traffic on n2': { inject: fails } } };

    it('heals it and the earlier ones of its fault at once', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1', 'n2', 'n3'])]), cluster: halfWay });
      expect(steps(ran)).to.deep.equal(['30000 inject n1', '31000 inject n2', '31000 heal n2', '31500 heal n1']);
      expect(ran.cluster.standing.size).to.equal(0);
    });

    it('stops the run, names the fault, and watches a short recovery', async () => {
      const { record } = await run({ plan: plan([fault('a', ['n1', 'n2'])]), cluster: halfWay });
      expect(record.stoppedBy).to.deep.equal({
        code: 'unavailable',
        message: 'fault "a" could not be injected: no daemon',
      });
      const recovery = record.timeline.phases.find(({ name }) => name === 'recovery');
      expect(recovery && recovery.endAt - recovery.startAt).to.equal(30_000);
      expect(record.timeline.faults[0]?.injections.map(({ error }) => error)).to.deep.equal([undefined, 'no daemon']);
    });

    it('heals the other faults as well, and injects no more', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1']), fault('b', ['n2'], { atMs: 2000 }), fault('c', ['n3'], { atMs: 4000 })]),
        cluster: halfWay,
      });
      expect(acts(ran)).to.include('heal drop-traffic on n1').and.not.to.include('inject drop-traffic on n3');
      expect(ran.record.timeline.faults[2]?.error).to.equal('not injected: the run was stopped before');
    });

    it('gives up an injection that hangs', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1'])]),
        cluster: { actions: { 'drop-traffic on n1': { inject: never } } },
      });
      expect(steps(ran)).to.deep.equal(['30000 inject n1', '330000 heal n1']);
      expect(ran.record.stoppedBy?.message).to.contain('the injection was not done within 5m');
    });
  });

  describe('when a fault cannot be planned', () => {
    it('injects nothing for want of a target, and says why', async () => {
      const none = (): never => {
        throw new HarnessError('unsatisfiable', 'no zone', { hint: 'Label it.' });
      };
      const ran = await run({ plan: plan([fault('a', none)]) });
      expect(steps(ran)).to.deep.equal([]);
      expect(ran.record.stoppedBy).to.deep.equal({
        code: 'unsatisfiable',
        message: 'fault "a" could not be injected: no zone',
        hint: 'Label it.',
      });
      expect(ran.record.timeline.faults[0]).to.include({ name: 'a', error: 'no zone' });
      expect(ran.record.timeline.phases.map(({ name }) => name)).not.to.include('recovery');
    });

    it('takes an empty plan for no target', async () => {
      const { record } = await run({ plan: plan([fault('a', [])]) });
      expect(record.stoppedBy?.code).to.equal('unsatisfiable');
    });

    it('applies no action of a plan that holds an unsupported one', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1', 'n2'])]),
        cluster: { unsupported: (action) => (action.kind === 'node' && action.node === 'n2' ? 'not here' : undefined) },
      });
      expect(steps(ran)).to.deep.equal([]);
      expect(ran.record.stoppedBy?.message).to.contain('drop-traffic on n2: not here');
    });
  });

  describe('draws', () => {
    const nodes = Array.from({ length: 50 }, (_, index) => `n${index}`);
    const draw = async (seed: number): Promise<readonly string[]> => {
      const pick = ({ random }: PlanContext): readonly string[] => [random.pick(nodes)];
      const { record } = await run({ plan: plan([fault('a', pick), fault('b', pick)]), input: { seed } });
      return record.timeline.faults.flatMap(({ targets }) => targets);
    };

    it('the same targets for the same seed, and others for another', async () => {
      expect(await draw(1)).to.deep.equal(await draw(1));
      expect(await draw(1)).not.to.deep.equal(await draw(2));
    });

    it('apart for each fault', async () => {
      const [a, b] = await draw(1);
      expect(a).not.to.equal(b);
    });

    it('from the state at the time of the injection', async () => {
      const ran = await run({ plan: plan([fault('a', ['n1'], { atMs: 7000 })]) });
      expect(ran.cluster.calls).to.include('37000 state');
    });
  });

  it('hands the fault a name of at most 16 characters, its namespace and the labels of the run', async () => {
    const seen: PlanContext[] = [];
    const look = (context: PlanContext): readonly string[] => {
      seen.push(context);
      return ['n1'];
    };
    await run({ plan: plan([fault('a', look)]), input: { runId: 'abcdefghijklmnopqrst' } });
    expect(seen[0]).to.include({ name: 'as-jklmnopqrst-0', namespace: 'aftershock-run-r1', durationMs: 10_000 });
    expect(seen[0]?.labels).to.include({ 'aftershock.dev/run': 'abcdefghijklmnopqrst' });
  });

  describe('heals', () => {
    it('the others when one fails, tries it once more, and reports it', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1', 'n2', 'n3'])]),
        cluster: { actions: { 'drop-traffic on n2': { heal: fails } } },
      });
      expect(acts(ran).filter((act) => act.startsWith('heal'))).to.deep.equal([
        'heal drop-traffic on n3',
        'heal drop-traffic on n2',
        'heal drop-traffic on n1',
        'heal drop-traffic on n2',
      ]);
      expect(ran.record.leftovers).to.deep.equal(['drop-traffic on n2: no daemon']);
      expect(ran.journal.map(({ event }) => event)).not.to.include('end');
    });

    it('within a deadline of each, on the run’s own clock', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1', 'n2'])]),
        cluster: { actions: { 'drop-traffic on n2': { heal: never } } },
        input: { healDeadlineMs: 60_000 },
      });
      expect(steps(ran).slice(2)).to.deep.equal(['42000 heal n2', '102000 heal n1', '102500 heal n2']);
      expect(ran.record.leftovers).to.deep.equal(['drop-traffic on n2: it was not done within 60s']);
    });

    it('with a signal that ctrl-c does not abort', async () => {
      const aborted: boolean[] = [];
      const heal = async (signal: AbortSignal): Promise<void> => void aborted.push(signal.aborted);
      const ran = await run({
        plan: plan([fault('a', ['n1'])]),
        cluster: { actions: { 'drop-traffic on n1': { heal } } },
        interruptAt: 35_000,
      });
      expect(aborted).to.deep.equal([false]);
      expect(ran.cluster.standing.size).to.equal(0);
    });

    it('an older fault in its time while the heal of a newer one hangs because of it', async () => {
      let open = false;
      const ran = await run({
        plan: plan([fault('zone', ['n1'], { forMs: 20_000 }), fault('pod', ['n2'], { atMs: 5000, forMs: 5000 })]),
        cluster: (clock) => ({
          actions: {
            'drop-traffic on n1': { heal: async () => void (open = true) },
            'drop-traffic on n2': {
              heal: async (signal) => {
                while (!open && !signal.aborted) await clock.sleep(100, signal);
              },
            },
          },
        }),
      });
      expect(steps(ran)).to.deep.equal(['30000 inject n1', '35000 inject n2', '41000 heal n2', '51000 heal n1']);
      expect(ran.record.leftovers).to.deep.equal([]);
    });

    it('everything, newest first over all faults, when the run is stopped', async () => {
      const ran = await run({
        plan: plan([fault('a', ['n1', 'n2']), fault('b', ['n3'], { atMs: 3000 })]),
        interruptAt: 36_000,
      });
      expect(steps(ran).slice(3)).to.deep.equal(['36000 heal n3', '36500 heal n2', '37000 heal n1']);
    });

    it('again what hung because of an older fault, when the run is stopped', async () => {
      let open = false;
      const ran = await run({
        plan: plan([fault('a', ['n1']), fault('b', ['n2'], { atMs: 2000 })]),
        cluster: (clock) => ({
          actions: {
            'drop-traffic on n1': { heal: async () => void (open = true) },
            'drop-traffic on n2': { heal: (signal) => (open ? Promise.resolve() : clock.sleep(1e9, signal)) },
          },
        }),
        interruptAt: 35_000,
        input: { healDeadlineMs: 10_000 },
      });
      expect(steps(ran).slice(2)).to.deep.equal(['35000 heal n2', '45000 heal n1', '45000 heal n2']);
      expect(ran.record.leftovers).to.deep.equal([]);
    });
  });
});
