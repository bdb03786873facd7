import { expect } from 'chai';
import { deployWeb, inLab } from '../lab.ts';
import { ask, createChaos, podSelector, recordOf, sights } from './chaos-lab.ts';

describe('TimeChaos', function () {
  this.timeout(30_000);

  it('shifts the clock of a container’s program for its duration', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWeb(lab);
      const skewMs = (one: typeof pod): number => sights(lab, one).clockOffsetMs();
      await createChaos(lab, 'TimeChaos', 't', { ...podSelector(pod), timeOffset: '-10m', duration: '20s' });
      await lab.run(5);
      expect(recordOf(lab, 'TimeChaos', 't')).to.equal('Injected');
      expect([skewMs(pod), skewMs(other)]).to.deep.equal([-600_000, 0]);
      const said = Date.parse((await ask(lab, pod)).answer?.headers?.['date'] ?? '');
      const now = lab.world.agenda.startedAtUnixMs + lab.clock.now();
      expect(now - said).to.be.within(599_000, 602_000);
      await lab.run(20);
      expect(skewMs(pod)).to.equal(0);
    });
  });

  it('is accepted with a clock that there is not, and fails for ever', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWeb(lab);
      await createChaos(lab, 'TimeChaos', 't', { ...podSelector(pod), timeOffset: '1h', clockIds: ['CLOCK_WALL'] });
      await lab.run(5);
      expect(recordOf(lab, 'TimeChaos', 't')).to.equal('Not Injected: unknown clock id CLOCK_WALL');
    });
  });
});
