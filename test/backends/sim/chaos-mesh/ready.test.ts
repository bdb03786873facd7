import { expect } from 'chai';
import { chaosMeshProblems } from '../../../../src/backends/kube/chaos-mesh/ready.ts';
import { mendsWithinMs, waitOut } from '../../../../src/backends/kube/wait-out.ts';
import { inLab, type Lab } from '../lab.ts';

const worker = 'sim-worker';
/** Longer than a node may be silent before its pods count as not ready. */
const foundOutSeconds = 60;

interface Waited {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly tookMs: number;
}

async function waited({ harness, clock, signal }: Lab): Promise<Waited> {
  const sinceMs = clock.now();
  const notes: string[] = [];
  const look = (): ReturnType<typeof chaosMeshProblems> => chaosMeshProblems(harness.client, signal);
  const problems = await waitOut([look], { clock, signal, note: (text) => notes.push(text) });
  return { problems: problems.map(({ message }) => message), notes, tookMs: clock.now() - sinceMs };
}

describe('Chaos Mesh after a worker lost its power', function () {
  this.timeout(20_000);

  it('is waited for until the daemon of the worker is ready again', () =>
    inLab({}, async (lab) => {
      await lab.run(2);
      await lab.inside.machines.kill(worker, lab.signal);
      await lab.run(foundOutSeconds);
      await lab.inside.machines.start(worker, lab.signal);
      const { problems, notes, tookMs } = await waited(lab);
      expect(problems).to.deep.equal([]);
      expect(notes).to.have.length(1);
      expect(notes[0]).to.match(/^waiting up to (3m|2m5\ds): 5 of 6 nodes have a ready chaos-daemon$/);
      expect(tookMs).to.be.within(1000, mendsWithinMs - 1000);
    }));

  it('is refused in the end, while the power stays away', () =>
    inLab({}, async (lab) => {
      await lab.run(2);
      await lab.inside.machines.kill(worker, lab.signal);
      await lab.run(foundOutSeconds);
      const { problems } = await waited(lab);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(/^5 of 6 nodes have a ready chaos-daemon, after (3m|2m5\ds) of waiting$/);
    }));
});
