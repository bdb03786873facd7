import { expect } from 'chai';
import { requestSender } from '../../../../src/backends/prober/send-request.ts';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import type { Exchange } from '../../../../src/backends/sim/http/exchange.ts';
import { serveHttp } from '../../../../src/backends/sim/http/server.ts';
import { simulatedNetwork } from '../../../../src/backends/sim/network/simulated-network.ts';
import { sendSimStreams } from '../../../../src/backends/sim/prober/sim-prober.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { systemClock } from '../../../../src/base/system-clock.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';
import type { RequestObservation } from '../../../../src/core/observation.ts';
import { type ConnectionMode, type StreamSpec, streamId } from '../../../../src/core/stream.ts';
import { type Behaviour, type FakeApiserver, startFakeApiserver } from '../../../support/fake-apiserver.ts';

const slowMs = 250;
/** Between two microseconds. */
const beginsAt = 1 / 3;

function stream(connection: ConnectionMode): StreamSpec {
  const target = { name: 'cp-1', role: 'apiserver', node: 'cp-1' } as const;
  const times = { periodMs: 1000, phaseMs: 0, timeoutMs: 400, goodWithinMs: 200 };
  return { id: streamId(target, 'readyz', connection), target, operation: 'readyz', connection, ...times };
}

type Simulated = Exclude<Behaviour, 'reset-mid-body'>;

/** What a simulated server that is well for one request, and then behaves, is seen to do by a stream. */
async function simulated(behaviour: Simulated, connection: ConnectionMode): Promise<readonly RequestObservation[]> {
  const clock = virtualClock();
  const network = simulatedNetwork(clock, clusterParams().network, seededRandom(1));
  const [host, outside] = [machine(clock, 'cp-1', 'az-a'), machine(clock, 'outside', undefined)];
  const on = network.plug(host, '127.0.0.1', false);
  const from = network.plug(outside, '127.0.0.2', false);
  const server = host.run('server');
  let now: Simulated = 'well';
  const refuse = (status: number): Parameters<Exchange['answer']>[0] => ({
    status,
    body: { kind: 'Status', message: `scripted ${status}` },
  });
  const answers: Readonly<Record<Simulated, (exchange: Exchange) => void>> = {
    well: ({ answer }) => answer({ status: 200, body: 'ok' }),
    refused: () => undefined,
    hanging: () => undefined,
    'status-503': ({ answer }) => answer(refuse(503)),
    throttled: ({ answer }) => answer(refuse(429)),
    denied: ({ answer }) => answer(refuse(403)),
    slow: ({ answer }) => void server.after(slowMs, () => answer({ status: 200, body: 'ok' })),
  };
  serveHttp({ network, process: server, on, port: 6443, handler: (exchange) => answers[now](exchange) });
  const seen: RequestObservation[] = [];
  await clock.run(async () => {
    await clock.sleep(beginsAt);
    const stop = new AbortController();
    const sending = sendSimStreams([stream(connection)], {
      network,
      process: outside.run('prober'),
      from,
      clock,
      endpoints: [{ target: 'cp-1', url: 'https://127.0.0.1:6443', namespace: 'probes' }],
      emit: (observation) => seen.push(observation),
      signal: stop.signal,
    });
    await clock.sleep(500);
    now = behaviour;
    if (behaviour === 'refused') server.exit(137);
    await clock.sleep(1000);
    stop.abort();
    expect(await sending).to.deep.equal({ planned: 2, sent: 2, cpuMs: 0, rssMb: 0 });
  });
  return seen;
}

/** The same of a real server on this machine, by the real prober. */
async function real(
  server: FakeApiserver,
  behaviour: Simulated,
  connection: ConnectionMode,
): Promise<readonly RequestObservation[]> {
  const clock = systemClock();
  await server.become('well');
  const sender = requestSender(stream(connection), server.endpoint('cp-1'), clock);
  const first = await sender.send(clock.now());
  await server.become(behaviour);
  // A closed connection has to be heard of before the next request.
  await clock.sleep(20);
  const second = await sender.send(clock.now());
  sender.close();
  return [first, second];
}

/** All of an observation but when and where exactly. */
function essence({ remoteAddress, detail, ...rest }: RequestObservation): unknown {
  const facts = Object.entries(rest).map(([key, value]) => [key, key.endsWith('At') ? 'an instant' : value] as const);
  const words = detail?.replaceAll(/\d+\.\d+\.\d+\.\d+:\d+/g, 'PLACE').replace(/after \d+ ms/, 'after N ms');
  return { ...Object.fromEntries(facts), hasAddress: remoteAddress !== undefined, words };
}

describe('sendSimStreams', () => {
  let server: FakeApiserver;
  before(async () => {
    server = await startFakeApiserver({ clock: systemClock(), slowMs });
    await real(server, 'well', 'new');
  });
  after(() => server.close());

  const behaviours: readonly Simulated[] = ['well', 'refused', 'hanging', 'status-503', 'throttled', 'denied', 'slow'];
  for (const connection of ['new', 'reused'] as const) {
    for (const behaviour of behaviours) {
      it(`observes what the real prober observes: ${behaviour}, ${connection}`, async () => {
        const [, real2] = await real(server, behaviour, connection);
        const [, simulated2] = await simulated(behaviour, connection);
        expect(essence(simulated2!)).to.deep.equal(essence(real2!));
      });
    }
  }

  it('tells instants to the microsecond, in their order, and none before what it is of', async () => {
    for (const behaviour of behaviours) {
      for (const { scheduledAt, sentAt, connectedAt, securedAt, firstByteAt, endedAt } of await simulated(
        behaviour,
        'new',
      )) {
        const instants = [scheduledAt, sentAt, connectedAt, securedAt, firstByteAt, endedAt].filter(
          (at) => at !== undefined,
        );
        expect(instants).to.deep.equal(instants.map((at) => Number(at.toFixed(3))));
        expect(instants).to.deep.equal([...instants].sort((a, b) => a - b));
        expect(scheduledAt % 1000).to.be.within(beginsAt, beginsAt + 0.001);
      }
    }
  });
});
