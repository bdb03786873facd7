import type { BalancerFile } from './balancer-file.ts';

/** Where kind up to 0.31 writes HAProxy's configuration (pkg/cluster/internal/loadbalancer). */
const path = '/usr/local/etc/haproxy/haproxy.cfg';

/**
 * HAProxy: its image has no shell, but what kind itself writes the file with. Its master process takes SIGHUP for a reload that lets
 * connections come to their end.
 */
export const haproxy: BalancerFile = {
  name: 'HAProxy',
  path,
  linesOf: (text, { name }) => {
    const from = text.split('\n').findIndex((line) => line.trim().startsWith(`server ${name} `));
    return from < 0 ? undefined : { from, to: from + 1 };
  },
  replace: [
    ['cp', '/dev/stdin', path],
    ['kill', '-s', 'HUP', '1'],
  ],
};
