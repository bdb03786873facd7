import { expect } from 'chai';
import { deployWeb, inLab } from '../lab.ts';
import { ask, createChaos, podSelector, recordOf, removeChaos, stored } from './chaos-lab.ts';

const all = { target: 'Request', port: 8080, path: '*' };

describe('HTTPChaos', function () {
  this.timeout(30_000);

  it('aborts the requests that it selects, and no others', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWeb(lab);
      await createChaos(lab, 'HTTPChaos', 'h', {
        ...podSelector(pod),
        ...all,
        method: 'GET',
        path: '/a*',
        abort: true,
      });
      await lab.run(5);
      expect(recordOf(lab, 'HTTPChaos', 'h')).to.equal('Injected');
      expect(await ask(lab, pod, { path: '/abc' })).to.include({ error: 'closed', detail: 'socket hang up' });
      expect((await ask(lab, pod, { path: '/abc', method: 'POST' })).answer?.status).to.equal(200);
      expect((await ask(lab, pod, { path: '/' })).answer?.status).to.equal(200);
      expect((await ask(lab, other, { path: '/abc' })).answer?.status).to.equal(200);
      await removeChaos(lab, 'HTTPChaos', 'h');
      await lab.run(5);
      expect(stored(lab, 'HTTPChaos', 'h')).to.equal(undefined);
      expect((await ask(lab, pod, { path: '/abc' })).answer?.status).to.equal(200);
    });
  });

  it('delays answers until its duration is over, and the pod is Unready meanwhile when its probe is slower than its time-out', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWeb(lab);
      const spec = { ...podSelector(pod), ...all, target: 'Response', delay: '1500ms', duration: '20s' };
      await createChaos(lab, 'HTTPChaos', 'h', spec);
      await lab.run(6);
      expect((await ask(lab, pod)).tookMs).to.be.within(1500, 1600);
      const ready = (): unknown =>
        (
          lab.world.store.get('pods', `default/${pod?.metadata.name ?? ''}`)?.['status'] as {
            conditions: { type: string; status: string }[];
          }
        ).conditions.find(({ type }) => type === 'Ready')?.status;
      expect(ready()).to.equal('False');
      await lab.run(20);
      expect((await ask(lab, pod)).tookMs).to.be.below(10);
      expect(ready()).to.equal('True');
    });
  });

  it('replaces and patches what is answered', async () => {
    await inLab({}, async (lab) => {
      const [pod, second] = await deployWeb(lab);
      const response = { ...all, target: 'Response' };
      const replace = { code: 503, body: Buffer.from('sorry').toString('base64'), headers: { 'x-chaos': 'yes' } };
      await createChaos(lab, 'HTTPChaos', 'replace', { ...podSelector(pod), ...response, replace });
      const patch = { body: { type: 'JSON', value: '{"node":"elsewhere"}' }, headers: [['x-chaos', 'too']] };
      await createChaos(lab, 'HTTPChaos', 'patch', { ...podSelector(second), ...response, patch });
      await lab.run(5);
      const replaced = (await ask(lab, pod)).answer;
      expect(replaced).to.deep.include({ status: 503, body: 'sorry' });
      expect(replaced?.headers).to.include({ 'x-chaos': 'yes' });
      const patched = (await ask(lab, second)).answer;
      expect(patched).to.deep.include({ status: 200, body: { pod: second?.metadata.name, node: 'elsewhere' } });
      expect(patched?.headers).to.include({ 'x-chaos': 'too' });
    });
  });
});
