import { expect } from 'chai';
import { iptablesFirewall } from '../../../../src/backends/kind/inside/firewall.ts';
import { processorWeight } from '../../../../src/backends/kind/inside/processor-weight.ts';
import type { Runtime, Shell } from '../../../../src/backends/kind/inside/shell.ts';
import { wholeCutsScript } from '../../../../src/backends/kind/drop-traffic.ts';

const { signal } = new AbortController();
const drop = { ranges: ['172.18.0.4'], names: [] };

/** A firewall, and the weight of the one container that it knows. */
function world(weight = 0, can = true, inForce?: (shares: number) => number) {
  const state = { weight, wholeCuts: '' };
  const runtime: Runtime = async ([verb, , value = '']) => {
    if (verb === 'inspect') return { stdout: `${state.weight}\n`, stderr: '' };
    if (verb === 'exec') {
      if (inForce === undefined) throw new Error('No such file or directory');
      return { stdout: `${inForce(state.weight)}\n`, stderr: '' };
    }
    if (!can) throw new Error('no such control group');
    state.weight = Number(value);
    return { stdout: '', stderr: '' };
  };
  const shell: Shell = async (_, script) => (script === wholeCutsScript() ? state.wholeCuts : '');
  return { state, firewall: iptablesFirewall(shell, processorWeight(runtime)) };
}

describe('iptablesFirewall', () => {
  it('lets a node that loses all traffic with its peers give way to them, until it is back', async () => {
    const { state, firewall } = world();
    await firewall.drop('a', 't', drop, signal);
    await firewall.drop('a', 't', drop, signal);
    expect(state.weight).to.equal(2);
    expect(await firewall.givesWay?.('a', signal)).to.equal(true);
    await firewall.undrop('a', 't', signal);
    expect(state.weight).to.equal(1024);
    expect(await firewall.givesWay?.('a', signal)).to.equal(false);
    await firewall.drop('a', 't', { ...drop, direction: 'in' }, signal);
    expect(state.weight).to.equal(2);
    await firewall.undrop('a', undefined, signal);
    expect(state.weight).to.equal(1024);
  });

  it('goes on giving way when one of two cuts is healed', async () => {
    const { state, firewall } = world();
    await firewall.drop('a', 't', drop, signal);
    await firewall.drop('a', 'u', drop, signal);
    state.wholeCuts = '-A AFTERSHOCK-uI -s 172.18.0.4/32 -j DROP\n';
    await firewall.undrop('a', 't', signal);
    expect(state.weight).to.equal(2);
    state.wholeCuts = '\n';
    await firewall.undrop('a', 'u', signal);
    expect(state.weight).to.equal(1024);
  });

  // runc 1.3.1 and 1.3.2 (opencontainers/cgroups, ConvertCPUSharesToCgroupV2Value).
  const linear = (shares: number): number => 1 + Math.floor(((shares - 2) * 9999) / 262_142);
  const quadratic = (shares: number): number => {
    const l = Math.log2(shares);
    return shares <= 2 ? 1 : Math.ceil(10 ** ((l * l + 125 * l) / 612 - 7 / 34));
  };
  for (const [name, weightOf] of Object.entries({ linear, quadratic })) {
    it(`gives a node the weight of its peers back where control groups have weights, ${name} in shares`, async () => {
      const { state, firewall } = world(0, true, weightOf);
      for (let i = 0; i < 2; i += 1) {
        await firewall.drop('a', 't', drop, signal);
        expect(weightOf(state.weight)).to.equal(1);
        await firewall.undrop('a', 't', signal);
        expect(weightOf(state.weight)).to.equal(100);
      }
    });
  }

  it('does not slow down a node that goes on serving on other ports', async () => {
    const { state, firewall } = world();
    await firewall.drop('a', 't', { ...drop, ports: [2380] }, signal);
    expect(state.weight).to.equal(0);
  });

  it('leaves alone what was given a weight of its own, and what nothing was done to', async () => {
    const { state, firewall } = world(512);
    await firewall.drop('a', 't', drop, signal);
    await firewall.undrop('a', 't', signal);
    expect(state.weight).to.equal(512);
  });

  it('cuts off where the runtime knows no weights, and heals there', async () => {
    const { state, firewall } = world(0, false);
    await firewall.drop('a', 't', drop, signal);
    await firewall.undrop('a', 't', signal);
    expect(state.weight).to.equal(0);
  });

  it('says that it could not give a node its weight back', async () => {
    const { firewall } = world(2, false);
    const thrown: unknown = await firewall.undrop('a', 't', signal).catch((error: unknown) => error);
    expect(thrown).to.be.an('error').with.property('message', 'no such control group');
  });
});
