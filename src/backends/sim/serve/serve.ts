import { setMaxListeners } from 'node:events';
import { seededRandom } from '../../../base/random.ts';
import { wallAgenda } from '../../../base/system-clock.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import { selfSigned } from '../../prober/self-signed.ts';
import { buildWorld } from '../bootstrap/build-world.ts';
import { apiPort, type World } from '../world.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { kubeconfigText, type ServedPlace } from './kubeconfig.ts';

export interface ServeOptions {
  readonly params: ClusterParams;
  readonly seed: number;
  /** Of the balancer; each apiserver has the next one. 0: whichever are free. */
  readonly port: number;
}

/** A simulated cluster behind real ports, in real time. */
export interface ServedCluster {
  readonly world: World;
  /** The balancer first, then each apiserver. */
  readonly places: readonly ServedPlace[];
  readonly kubeconfig: string;
  /** What proves the ports, as PEM. */
  readonly ca: string;
  readonly close: () => void;
}

/** Serves a simulated cluster until it is closed. Rejects when a port is taken. */
export async function serveCluster({ params, seed, port }: ServeOptions): Promise<ServedCluster> {
  setMaxListeners(0);
  const agenda = wallAgenda();
  const world = buildWorld(agenda, params, seededRandom(seed, 'sim'));
  const certificate = selfSigned(['127.0.0.1']);
  const { network, balancer, outside } = world;
  const process = outside.machine.run('gateway');
  const servers = [
    { name: 'sim', address: balancer.on.address },
    ...[...world.nodes.values()]
      .filter(({ controlPlane }) => controlPlane)
      .map(({ name, on }) => ({ name: `sim-${name.replace(/^sim-/, '')}`, address: on.address })),
  ];
  const gateways: Gateway[] = [];
  const close = (): void => {
    for (const gateway of gateways) gateway.close();
    agenda.stop();
  };
  try {
    for (const [index, { address }] of servers.entries()) {
      const to = { address, port: apiPort };
      const own = port === 0 ? 0 : port + index;
      gateways.push(await startGateway({ network, process, from: outside.on, to, certificate, port: own }));
    }
  } catch (error) {
    close();
    throw error;
  }
  const places = servers.map(({ name }, index) => ({ name, port: gateways[index]?.port ?? 0 }));
  return { world, places, kubeconfig: kubeconfigText(places, certificate.cert), ca: certificate.cert, close };
}
