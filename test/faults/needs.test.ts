import { expect } from 'chai';
import { needsOf, networkNeeds } from '../../src/faults/needs.ts';

const selector = { namespaces: ['a'], labelSelectors: { app: 'web' } };
const loss = { action: 'loss', mode: 'all', selector, loss: { loss: '10' } };
const narrow = { action: 'bandwidth', mode: 'all', selector, externalTargets: ['192.0.2.1'] };

describe('networkNeeds', () => {
  it('asks for a queue by the action, and for what chooses packets only where there is a target', () => {
    expect(networkNeeds('delay', false)).to.deep.equal(['NetworkChaos', 'sch_netem']);
    expect(networkNeeds('bandwidth', true)).to.deep.equal(['NetworkChaos', 'sch_tbf', 'ip_set', 'sch_prio', 'sch_sfq']);
    expect(networkNeeds('partition', true)).to.deep.equal(['NetworkChaos', 'ip_set']);
  });
});

describe('needsOf', () => {
  it('looks into a Schedule for what it makes', () => {
    expect(needsOf({ kind: 'Schedule', spec: { type: 'NetworkChaos', networkChaos: loss } })).to.deep.equal([
      'Schedule',
      'NetworkChaos',
      'sch_netem',
    ]);
  });

  it('looks into every template of a Workflow, and into Schedules in it, and says each need once', () => {
    const templates = [
      { name: 'all', templateType: 'Serial', children: ['a', 'b', 'c', 'd'] },
      { name: 'a', templateType: 'PodChaos', podChaos: {} },
      { name: 'b', templateType: 'NetworkChaos', networkChaos: narrow },
      { name: 'c', templateType: 'Schedule', schedule: { type: 'PodChaos', podChaos: {} } },
      { name: 'd', templateType: 'IOChaos', ioChaos: {} },
    ];
    expect(needsOf({ kind: 'Workflow', spec: { entry: 'all', templates } })).to.deep.equal([
      'Workflow',
      'PodChaos',
      'NetworkChaos',
      'sch_tbf',
      'ip_set',
      'sch_prio',
      'sch_sfq',
      'Schedule',
      'IOChaos',
    ]);
  });

  it('knows of no need of what breaks nothing', () => {
    expect(needsOf({ kind: 'StatusCheck', spec: {} })).to.deep.equal([]);
    expect(needsOf(undefined)).to.deep.equal([]);
  });
});
