import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP balancer on loopback that hands each connection to the next backend, dead or not, as one without health checks does. */
export async function startFakeBalancer(
  backendPorts: readonly number[],
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  let next = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const backend = connect(backendPorts[next % backendPorts.length] ?? 0, '127.0.0.1');
    next += 1;
    for (const [from, to] of [[client, backend] as const, [backend, client] as const]) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
