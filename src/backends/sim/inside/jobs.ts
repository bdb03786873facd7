import type { Job, Jobs } from '../../kube/inside.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import { apiPort, type NodePlace, type World } from '../world.ts';

interface Running {
  readonly node: string;
  readonly tag: string;
  readonly process: Process;
  sent: number;
}

const prefix = 'aftershock-';
const requestTimeoutMs = 30_000;

/** Programs of the harness on the machines of nodes. */
export function simJobs(world: World, nodeOf: (name: string) => NodePlace): Jobs {
  const jobs: Running[] = [];
  const alive = (node: string): readonly Running[] => jobs.filter((job) => job.node === node && job.process.alive);
  return {
    start: async (node, tag, job) => {
      if (alive(node).some((one) => one.tag === tag)) return;
      const process = nodeOf(node).machine.run(prefix + tag);
      const running: Running = { node, tag, process, sent: 0 };
      jobs.push(running);
      process.after(job.forMs, () => process.exit(0));
      if (job.kind === 'flood') flood(world, nodeOf(node), running, job);
      else crowd(world, nodeOf(node), running, job.writers);
    },
    stop: async (node, tag) => {
      for (const job of alive(node)) if (tag === undefined || job.tag === tag) job.process.exit(143);
    },
    running: async (node) => alive(node).map(({ tag }) => tag),
    sent: async (node, tag) => alive(node).find((job) => job.tag === tag)?.sent ?? 0,
  };
}

function flood({ network }: World, node: NodePlace, running: Running, job: Extract<Job, { kind: 'flood' }>): void {
  const { process } = running;
  const http = httpClient(network, process, node.on);
  const request = { method: 'GET', path: '/api/v1/pods', headers: {}, body: undefined };
  const options = {
    to: { address: job.address, port: apiPort },
    use: 'pooled',
    tls: true,
    timeoutMs: requestTimeoutMs,
  } as const;
  const send = (): void => {
    http.call(request, options, {
      done: ({ answer }) => {
        if (answer !== undefined) running.sent += 1;
      },
    });
    process.after(1000 / job.ratePerSecond, send);
  };
  send();
}

/** A sync waits for those that were there before it: each writer that syncs without pause adds its own to etcd's. */
function crowd({ etcd }: World, { name }: NodePlace, { process }: Running, writers: number): void {
  etcd.operator.slow(name, 1 + writers);
  process.onExit(() => etcd.operator.slow(name, 1));
}
