import { seededRandom } from '../../src/base/random.ts';
import { systemClock } from '../../src/base/system-clock.ts';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import { buildWorld } from '../../src/backends/sim/bootstrap/build-world.ts';
import { serveCluster, type ServedCluster } from '../../src/backends/sim/serve/serve.ts';
import { harnessAt } from '../../src/backends/sim/sim-cluster.ts';
import { clientOver } from '../../src/backends/kube/kube-client.ts';
import { transport } from '../../src/backends/kube/transport.ts';
import { clusterParams } from '../../src/core/cluster-params/index.ts';
import { conformance } from './suite.ts';

const params = clusterParams({ zones: 1, controlPlanes: 1, nodesPerZone: 2 });
const image = 'web:simulated';

describe('the simulated cluster, on virtual time', function () {
  this.timeout(60_000);
  conformance((body) => {
    const clock = virtualClock(Date.UTC(2026, 0, 1));
    return clock.run(async () => {
      const { client } = harnessAt(buildWorld(clock, params, seededRandom(1)), clock);
      await clock.sleep(2000);
      await body({ client, clock, image });
    });
  });
});

describe('the simulated cluster, served over HTTPS', function () {
  this.timeout(60_000);
  let served: ServedCluster;
  before(async () => {
    served = await serveCluster({ params, seed: 1, port: 0 });
  });
  after(() => served.close());
  conformance(async (body) => {
    const clock = systemClock();
    const servers = served.places.slice(0, 1).map(({ port }) => ({ url: `https://127.0.0.1:${port}` }));
    const credentials = { ca: served.ca, cert: undefined, key: undefined, headers: {} };
    const wire = transport(async () => credentials, servers);
    try {
      await body({ client: clientOver(wire, servers), clock, image });
    } finally {
      wire.close();
    }
  });
});
