import { expect } from 'chai';
import type { Action } from '../../src/core/action.ts';
import { etcdMemberKill } from '../../src/faults/etcd-member-kill.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

describe('etcdMemberKill', () => {
  it('never draws the leader where a follower is wanted', () => {
    const drawn = Array.from({ length: 40 }, (_, seed) =>
      nodesOf(etcdMemberKill.bind({}).plan(planContext(undefined, seed)).steps.flat()),
    );
    expect([...new Set(drawn.flat())].sort()).to.deep.equal(['control-plane', 'control-plane3']);
  });

  it('says so when the named member leads', () => {
    const plan = etcdMemberKill.bind({ node: 'control-plane2' }).plan(planContext());
    expect(plan.targets).to.deep.equal(['etcd of control-plane2, the leader']);
  });

  it('is unsatisfiable when nobody leads, because a follower cannot be told', () => {
    const state = sixNodes({ etcdLeader: undefined });
    expect(() => etcdMemberKill.bind({}).plan(planContext(state))).to.throw('no etcd member says that it leads');
  });
});

function nodesOf(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) =>
    action.kind === 'chaos-mesh' && action.proof.kind === 'containers-replaced'
      ? action.proof.containers.map(({ node }) => node)
      : [],
  );
}
