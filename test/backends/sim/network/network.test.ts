import { expect } from 'chai';
import { seededRandom } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { type ClusterOverrides, clusterParams } from '../../../../src/core/cluster-params/index.ts';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import type { Socket } from '../../../../src/backends/sim/network/network.ts';
import { simulatedNetwork } from '../../../../src/backends/sim/network/simulated-network.ts';

/** Two machines of two zones; a server on the second writes down what it hears. */
function pair(overrides: ClusterOverrides = {}) {
  const clock = virtualClock();
  const network = simulatedNetwork(clock, clusterParams({ network: overrides }).network, seededRandom(1));
  const [left, right] = [machine(clock, 'left', 'az-a'), machine(clock, 'right', 'az-b')];
  const from = network.plug(left, '10.0.0.1', false);
  const to = network.plug(right, '10.0.0.2', false);
  const client = left.run('client');
  const server = right.run('server');
  const heard: string[] = [];
  network.listen(server, to, 80, (socket) => {
    socket.onMessage = (message) => heard.push(`${String(message)} at ${Math.round(clock.now())}`);
  });
  const events: string[] = [];
  const dial = (): Socket => {
    const socket = network.dial(client, from, { address: '10.0.0.2', port: 80 }, () => events.push('open'));
    socket.onEnd = (ending) => events.push(`${ending} at ${Math.round(clock.now())}`);
    return socket;
  };
  const cut = (): void => network.filterOf(right).set('cut', [{ hook: 'in', ranges: ['10.0.0.0/30'] }]);
  return { clock, network, client, server, right, from, to, dial, heard, events, cut };
}

describe('simulatedNetwork', () => {
  it('delivers in order, after the latency of the link', async () => {
    const { clock, dial, heard, events } = pair();
    await clock.run(async () => {
      const socket = dial();
      await clock.sleep(10);
      socket.send('a');
      socket.send('b');
      await clock.sleep(10);
    });
    expect(events).to.deep.equal(['open']);
    expect(heard).to.deep.equal(['a at 10', 'b at 10']);
  });

  it('is refused by a dead process at once', async () => {
    const { clock, dial, events, server } = pair();
    await clock.run(async () => {
      server.exit(137);
      dial();
      await clock.sleep(10);
    });
    expect(events).to.deep.equal(['refused at 1']);
  });

  it('hears nothing over a cut link, and connects by the next SYN when it is healed', async () => {
    const { clock, network, dial, events, cut, right } = pair();
    await clock.run(async () => {
      cut();
      dial();
      await clock.sleep(2000);
      expect(events).to.deep.equal([]);
      network.filterOf(right).clear('cut');
      await clock.sleep(2000);
    });
    expect(events).to.deep.equal(['open']);
  });

  it('sends again what an established connection could not get through', async () => {
    const { clock, network, dial, heard, events, cut, right } = pair();
    await clock.run(async () => {
      const socket = dial();
      await clock.sleep(10);
      cut();
      socket.send('late');
      await clock.sleep(1000);
      expect(heard).to.deep.equal([]);
      network.filterOf(right).clear('cut');
      await clock.sleep(1000);
    });
    // 200 ms, then 400 and 800 more: the third attempt finds the link healed.
    expect(heard).to.deep.equal(['late at 1410']);
    expect(events).to.deep.equal(['open']);
  });

  it('tells the other end of a process that dies, and counts what a filter drops', async () => {
    const { clock, network, dial, events, cut, right, server } = pair();
    await clock.run(async () => {
      dial();
      await clock.sleep(10);
      server.exit(137);
      await clock.sleep(10);
      expect(events).to.deep.equal(['open', 'reset at 10']);
      cut();
      dial();
      await clock.sleep(10);
    });
    expect(network.filterOf(right).dropped('cut').in).to.equal(1);
  });

  it('is accepted by the kernel of a frozen process, which hears of it when it thaws', async () => {
    const { clock, dial, heard, events, server } = pair();
    await clock.run(async () => {
      server.freeze();
      const socket = dial();
      await clock.sleep(10);
      socket.send('waiting');
      await clock.sleep(10);
      expect([events, heard]).to.deep.equal([['open'], []]);
      server.thaw();
    });
    expect(heard).to.deep.equal(['waiting at 20']);
  });

  it('hears nothing of a machine that lost its power, until it sends to it and the machine is on again', async () => {
    const { clock, dial, events, right } = pair();
    await clock.run(async () => {
      const socket = dial();
      await clock.sleep(10);
      right.powerOff();
      dial();
      await clock.sleep(5000);
      expect(events).to.deep.equal(['open']);
      right.powerOn();
      await clock.sleep(500);
      expect(events).to.deep.equal(['open']);
      socket.send('is anybody there');
      await clock.sleep(500);
      expect(events).to.deep.equal(['open', 'reset at 5511']);
      await clock.sleep(5000);
      // The other knocked at 0, 1, 3 and 7 s; at 7 s there is a machine on which nobody listens.
      expect(events.at(-1)).to.match(/^refused at 701\d$/);
    });
  });

  it('sends again what is lost on the way, so that it comes late and in order', async () => {
    const { clock, dial, heard } = pair({ loss: '20%' });
    await clock.run(async () => {
      const socket = dial();
      await clock.sleep(20_000);
      for (let i = 0; i < 200; i += 1) {
        socket.send(i);
        await clock.sleep(20);
      }
      await clock.sleep(60_000);
    });
    expect(heard.map((line) => Number(line.split(' ')[0]))).to.deep.equal(Array.from({ length: 200 }, (_, i) => i));
  });

  it('is translated once: what is sent again goes where the first packet was sent, unless that never left', async () => {
    const { clock, network, client, from, to, server } = pair();
    const silent = network.plug(machine(clock, 'silent', 'az-c'), '10.0.0.3', false);
    network.filterOf(silent.machine).set('cut', [{ hook: 'in', ranges: ['10.0.0.0/24'] }]);
    network.listen(server, to, 8080, () => undefined);
    let asked = 0;
    network.translate(from.machine, ({ port }) => {
      asked += 1;
      return { address: asked % 2 === 1 ? silent.address : to.address, port };
    });
    const opened: number[] = [];
    const dial = (): Socket =>
      network.dial(client, from, { address: '10.96.0.1', port: 8080 }, () => opened.push(asked));
    await clock.run(async () => {
      const socket = dial();
      await clock.sleep(20_000);
      expect([opened, asked]).to.deep.equal([[], 1]);
      socket.close();
      asked = 0;
      network.filterOf(from.machine).set('own', [{ hook: 'out', ranges: [silent.address] }]);
      dial();
      await clock.sleep(20_000);
    });
    expect(opened).to.deep.equal([2]);
  });

  it('has draws of their own for who dials apart, and the same for everybody else', async () => {
    const arrivals = async (beside: 'nobody' | 'apart' | 'together'): Promise<readonly number[]> => {
      const { clock, network, client, from, to, server } = pair({ jitter: '50%', loss: '5%' });
      const seen: number[] = [];
      network.listen(server, to, 81, (socket) => (socket.onMessage = () => seen.push(clock.now())));
      const dialer = beside === 'apart' ? network.apart(seededRandom(9)) : network;
      await clock.run(async () => {
        const socket = network.dial(client, from, { address: to.address, port: 81 }, () => undefined);
        const other =
          beside === 'nobody'
            ? undefined
            : dialer.dial(client, from, { address: to.address, port: 80 }, () => undefined);
        for (let n = 0; n < 20; n += 1) {
          await clock.sleep(100);
          other?.send(n);
          socket.send(n);
        }
        await clock.sleep(60_000);
      });
      expect(seen).to.have.length(20);
      return seen;
    };
    const alone = await arrivals('nobody');
    expect(await arrivals('apart')).to.deep.equal(alone);
    expect(await arrivals('together')).to.not.deep.equal(alone);
  });

  it('has no such address, and says so after three seconds', async () => {
    const { clock, network, dial, events, to } = pair();
    await clock.run(async () => {
      network.unplug(to);
      dial();
      await clock.sleep(5000);
    });
    expect(events).to.deep.equal(['unreachable at 3000']);
  });
});
