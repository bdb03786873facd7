import { expect } from 'chai';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import { openPort } from '../../../../src/backends/sim/network/open-port.ts';
import { simulatedNetwork } from '../../../../src/backends/sim/network/simulated-network.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';

/** A server whose port opens at once, and clients. */
function world() {
  const clock = virtualClock();
  const network = simulatedNetwork(clock, clusterParams({}).network, seededRandom(1, 'test'));
  const [near, far] = ['near', 'far'].map((name) => machine(clock, name, 'az-a'));
  const on = network.plug(far!, '172.18.0.2', false);
  const from = network.plug(near!, '172.18.0.3', false);
  const server = far!.run('server');
  const client = near!.run('client');
  const heard: string[] = [];
  const dial = (name: string) => {
    const socket = network.dial(client, from, { address: '172.18.0.2', port: 80 }, () => {
      heard.push(`${name} is in`);
      socket.send(`hello of ${name}`);
    });
    socket.onMessage = (message) => heard.push(`${name} hears ${String(message)}`);
    socket.onEnd = (ending) => heard.push(`${name} ${ending}`);
    return socket;
  };
  return { clock, server, heard, dial, port: openPort(network, server, on, 80) };
}

describe('an open port', () => {
  it('takes connections, and answers when there is a server', async () => {
    const { clock, heard, dial, port } = world();
    await clock.run(async () => {
      dial('a');
      await clock.sleep(5000);
      expect(heard).to.deep.equal(['a is in']);
      port.serve((socket) => (socket.onMessage = (message) => socket.send(`you said: ${String(message)}`)));
      await clock.sleep(100);
      dial('b');
      await clock.sleep(100);
      expect(heard).to.deep.equal([
        'a is in',
        'a hears you said: hello of a',
        'b is in',
        'b hears you said: hello of b',
      ]);
    });
  });

  it('forgets who gave up before', async () => {
    const { clock, dial, port } = world();
    await clock.run(async () => {
      const gone = dial('a');
      dial('b');
      await clock.sleep(1000);
      gone.close();
      await clock.sleep(1000);
      const taken: unknown[] = [];
      port.serve((socket) => (socket.onMessage = (message) => taken.push(message)));
      await clock.sleep(1000);
      expect(taken).to.deep.equal(['hello of b']);
    });
  });

  it('is closed with its process, and those in it are told', async () => {
    const { clock, server, heard, dial } = world();
    await clock.run(async () => {
      dial('a');
      await clock.sleep(1000);
      server.exit(1);
      await clock.sleep(1000);
      dial('b');
      await clock.sleep(1000);
      expect(heard).to.deep.equal(['a is in', 'a reset', 'b refused']);
    });
  });
});
