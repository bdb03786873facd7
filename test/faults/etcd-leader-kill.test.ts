import { expect } from 'chai';
import { etcdLeaderKill } from '../../src/faults/etcd-leader-kill.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

describe('etcdLeaderKill', () => {
  it('kills the member that leads at the moment of the injection', () => {
    const plan = etcdLeaderKill.bind({}).plan(planContext(sixNodes({ etcdLeader: 'control-plane3' })));
    expect(plan.steps.flat()).to.have.length(1);
    expect(plan.steps[0]?.[0]).to.have.property('targets').that.deep.equals(['kube-system/etcd-control-plane3/etcd']);
  });

  it('is unsatisfiable when nobody leads', () => {
    const context = planContext(sixNodes({ etcdLeader: undefined }));
    expect(() => etcdLeaderKill.bind({}).plan(context)).to.throw('no etcd member says that it leads');
  });
});
