import { expect } from 'chai';
import { configMap, configMaps, controlPlane } from './control-plane.ts';
import { cachedList, loseQuorum, repeat } from './support.ts';

describe('an apiserver', function () {
  this.timeout(60_000);

  it('fails alone when its own member is killed, and its cached reads and watches go on', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const mine = world.planes.find((plane) => plane !== world.leader())!;
      const other = world.planes.find((plane) => plane !== mine)!;
      const inFlight = Array.from({ length: 10 }, (_, n) => world.ask(mine, 'POST', configMaps, configMap(`f${n}`)));
      await world.clock.sleep(16);
      mine.etcd.exit(137);
      await world.clock.sleep(100);
      const write = world.ask(mine, 'POST', configMaps, configMap('mine'));
      const read = world.ask(mine, 'GET', '/api/v1/namespaces/default');
      expect((await world.ask(other, 'POST', configMaps, configMap('other'))).status).to.equal(201);
      expect((await world.ask(mine, 'GET', cachedList)).status).to.equal(200);
      await world.clock.sleep(30_000);
      mine.etcd = world.startEtcd(mine.machine, false);
      expect((await Promise.all(inFlight)).map(({ status, text }) => `${status} ${text}`)).to.include(
        '500 rpc error: code = Unavailable desc = error reading from server: ' +
          'read tcp 127.0.0.1->127.0.0.1:2379: read: connection reset by peer',
      );
      expect(await write).to.include({ status: 504 });
      expect((await write).tookMs).to.be.within(33_900, 34_100);
      // The client waits longer and longer between two attempts to connect.
      const { status, tookMs } = await read;
      expect(status).to.equal(200);
      expect(tookMs).to.be.within(31_000, 50_000);
      expect((await world.ask(mine, 'GET', cachedList)).status).to.equal(200);
    });
  });

  it('ends when its etcd member is not there at its start', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      const plane = world.planes[0]!;
      plane.etcd.exit(137);
      plane.api.exit(137);
      await world.clock.sleep(1000);
      const codes: number[] = [];
      world.startApi(plane.machine, plane.on, false).onExit((code) => codes.push(code));
      await world.clock.sleep(19_000);
      expect(codes).to.deep.equal([]);
      await world.clock.sleep(2000);
      expect(codes).to.deep.equal([1]);
    });
  });

  it('refuses while it starts, then takes connections and is silent, then denies, then is not ready, then is', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      const plane = world.planes[0]!;
      plane.api.exit(137);
      await world.clock.sleep(1000);
      world.startApi(plane.machine, plane.on, false);
      const seen = await repeat(world, world.clock.now() + 8000, 250, () => world.ask(plane, 'GET', '/readyz'));
      const ways = seen.map(({ status, error, tookMs }) => error ?? `${tookMs > 100 ? 'late ' : ''}${status}`);
      const steps = ways.filter((way, n) => way !== ways[n - 1]);
      expect(steps).to.deep.equal(['refused', 'late 403', '403', '500', '200']);
      // As recorded on kind: refused for 0.8 s after a kill, no handshake for 1.2 s, denied for 0.4 s (b-podchaos-container-kill-apiserver).
      expect(seen.find(({ status }) => status === 403)?.tookMs).to.be.within(1150, 1450);
    });
  });

  it('answers what is under way before it ends on SIGTERM, and takes nothing new', async () => {
    const world = controlPlane();
    await world.clock.run(async () => {
      await world.clock.sleep(10_000);
      const plane = world.planes[0]!;
      const pending = Array.from({ length: 20 }, (_, n) => world.ask(plane, 'POST', configMaps, configMap(`t${n}`)));
      await world.clock.sleep(25);
      plane.api.terminate();
      const late = await world.ask(plane, 'GET', cachedList);
      expect(late.error).to.equal('refused');
      expect((await Promise.all(pending)).filter(({ status }) => status === 201)).to.not.have.length(0);
      await world.clock.sleep(61_000);
      expect(plane.api.alive).to.equal(false);
    });
  });

  it('is an endpoint of the kubernetes Service for as long as it renews its lease', async () => {
    const world = controlPlane();
    const endpoints = (): readonly string[] => {
      const slice = world.store.get('endpointslices.discovery.k8s.io', 'default/kubernetes');
      const found = (slice?.['endpoints'] ?? []) as readonly { addresses: readonly string[] }[];
      return found.flatMap(({ addresses }) => addresses);
    };
    await world.clock.run(async () => {
      await world.clock.sleep(12_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.3', '172.18.0.4']);
      const killed = world.planes[1]!;
      killed.api.exit(137);
      await world.clock.sleep(4000);
      expect(endpoints()).to.have.length(3);
      await world.clock.sleep(22_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.4']);
      world.planes[2]?.api.terminate();
      await world.clock.sleep(1000);
      expect(endpoints()).to.deep.equal(['172.18.0.2']);
      killed.api = world.startApi(killed.machine, killed.on, false);
      await world.clock.sleep(15_000);
      expect(endpoints()).to.deep.equal(['172.18.0.2', '172.18.0.3']);
    });
  });

  it('counts its requests by the real series, and its latency rises with what it is asked at once', async () => {
    const world = controlPlane();
    const first = world.planes[0]!;
    const one = '/api/v1/namespaces/default?resourceVersion=0';
    const burst = async (count: number): Promise<number> => {
      const took = await Promise.all(Array.from({ length: count }, () => world.ask(first, 'GET', one)));
      return Math.max(...took.map(({ tookMs }) => tookMs));
    };
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      const alone = await burst(1);
      expect(await burst(200)).to.be.above(20 * alone);
      const { text } = await world.ask(first, 'GET', '/metrics');
      const labels = 'verb="GET",group="",resource="namespaces",subresource="",scope="resource"';
      expect(text).to.include(`apiserver_request_duration_seconds_count{${labels}} 201`);
      expect(text).to.include(`apiserver_request_total{code="200",${labels}} 201`);
      // What waits for a processor counts as well.
      const quick = new RegExp(`^apiserver_request_sli_duration_seconds_bucket\\{${labels},le="0.005"\\} (\\d+)$`, 'm');
      expect(Number(quick.exec(text)?.[1])).to.be.below(100);
      expect(text).to.match(/^process_start_time_seconds \d/m);
    });
  });

  it('lets requests wait for a seat, and refuses those that wait too long', async () => {
    const world = controlPlane({ apiserver: { maxRequestsInflight: 5, maxMutatingRequestsInflight: 5 } });
    const first = world.planes[0]!;
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      loseQuorum(world);
      await world.clock.sleep(5000);
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, n) => world.ask(first, 'POST', configMaps, configMap(`q${n}`))),
      );
      const refused = all.filter(({ status }) => status === 429);
      expect(refused).to.have.length(2);
      for (const { tookMs, text, headers } of refused) {
        expect(tookMs).to.be.within(15_000, 15_100);
        expect(text).to.equal('Too many requests, please try again later.\n');
        expect(headers['retry-after']).to.equal('1');
      }
      const { text } = await world.ask(first, 'GET', '/metrics');
      expect(text).to.include('apiserver_flowcontrol_rejected_requests_total{reason="time-out"} 2');
      expect(text).to.not.include('queue-full');
    });
  });

  it('refuses at once where the line is full, and says that it was that', async () => {
    const world = controlPlane({ apiserver: { maxRequestsInflight: 1, maxMutatingRequestsInflight: 1 } });
    const first = world.planes[0]!;
    await world.clock.run(async () => {
      await world.clock.sleep(1000);
      loseQuorum(world);
      await world.clock.sleep(5000);
      // Two have a seat, and 3,200 a place in the line.
      const all = Array.from({ length: 3205 }, () => world.ask(first, 'GET', '/api/v1/namespaces/default'));
      await world.clock.sleep(14_000);
      const { text } = await world.ask(first, 'GET', '/metrics');
      expect(text).to.include('apiserver_flowcontrol_rejected_requests_total{reason="queue-full"} 3\n');
      await Promise.all(all);
    });
  });

  it('tells what it works on by kind, the most of the second before', async () => {
    const world = controlPlane();
    const first = world.planes[0]!;
    const inflight = async (): Promise<readonly string[]> => {
      const { text } = await world.ask(first, 'GET', '/metrics');
      return [...text.matchAll(/^apiserver_current_inflight_requests\{request_kind="(\w+)"\} (\d+)$/gm)].map(
        ([, kind = '', count = '']) => `${kind} ${count}`,
      );
    };
    const burstAt = async (at: number): Promise<void> => {
      await world.clock.sleep(at - world.clock.now());
      const names = Array.from({ length: 6 }, (_, n) => `i${at}-${n}`);
      await Promise.all(names.map((name) => world.ask(first, 'POST', configMaps, configMap(name))));
    };
    await world.clock.run(async () => {
      await world.clock.sleep(20_000);
      expect(await inflight()).to.deep.equal(['readOnly 0', 'mutating 0']);
      await burstAt(21_100);
      await world.clock.sleep(22_500 - world.clock.now());
      const [readOnly, mutating = ''] = await inflight();
      expect(readOnly).to.equal('readOnly 0');
      expect(Number(mutating.split(' ')[1])).to.be.within(2, 6);
      // Nobody looked in between.
      await burstAt(24_100);
      await world.clock.sleep(26_500 - world.clock.now());
      expect(await inflight()).to.deep.equal(['readOnly 0', 'mutating 0']);
    });
  });
});
