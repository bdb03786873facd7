import { stringify } from 'yaml';

/** Where a served cluster can be reached: name and port of the balancer and of each apiserver. */
export interface ServedPlace {
  readonly name: string;
  readonly port: number;
}

/** A kubeconfig with a context for each place; the first is the current one. */
export function kubeconfigText(places: readonly ServedPlace[], ca: string): string {
  const certificate = Buffer.from(ca).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': places[0]?.name ?? '',
    clusters: places.map(({ name, port }) => ({
      name,
      cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': certificate },
    })),
    contexts: places.map(({ name }) => ({ name, context: { cluster: name, user: 'sim-admin' } })),
    // Everybody may do everything there; a user without any credential makes kubectl ask for one.
    users: [{ name: 'sim-admin', user: { token: 'simulated' } }],
  });
}
