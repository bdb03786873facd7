import type { Cancel, Process } from '../engine/process.ts';
import type { HttpClient } from '../http/client.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Container, Probe } from '../objects.ts';

/** A probe of a container that runs: a real call from its node, again and again. */
export interface ProbeOptions {
  readonly network: Network;
  readonly process: Process;
  readonly from: Interface;
  readonly http: HttpClient;
  readonly probe: Probe;
  readonly container: Container;
  /** The pod's. */
  readonly address: string;
  /** In [0, 1): where in its period the first look falls. */
  readonly phase: number;
  /** What it counts as before the first looks: liveness as good, readiness as bad; startup as nothing yet. */
  readonly initially: boolean | undefined;
  /** Called when the verdict changes: after as many looks in a row as the thresholds say. */
  readonly verdict: (good: boolean) => void;
}

/** Defaults of the API (k8s.io/kubernetes, pkg/apis/core/v1/defaults.go). */
const defaults = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 } as const;

/** Looks until it is cancelled. */
export function keepProbing(options: ProbeOptions): Cancel {
  const { process, probe, phase, verdict } = options;
  const { periodSeconds, failureThreshold, successThreshold } = { ...defaults, ...probe };
  const periodMs = periodSeconds * 1000;
  let good = options.initially;
  let last: boolean | undefined;
  let inARow = 0;
  let dueAt = process.now() + (probe.initialDelaySeconds ?? 0) * 1000 + phase * periodMs;
  let stopped = false;
  let cancel: Cancel = () => undefined;

  const seen = (success: boolean): void => {
    if (stopped) return;
    inARow = success === last ? inARow + 1 : 1;
    last = success;
    if (success !== good && inARow >= (success ? successThreshold : failureThreshold)) {
      good = success;
      verdict(success);
    }
    // A ticker: a look that took longer than the period is followed by the next at once.
    dueAt = Math.max(dueAt + periodMs, process.now());
    wait();
  };
  const wait = (): void => {
    if (!stopped) cancel = process.after(Math.max(0, dueAt - process.now()), () => (cancel = look(options, seen)));
  };
  wait();
  return () => {
    stopped = true;
    cancel();
  };
}

/** One look, by what the probe says: HTTP by its status (200 to 399 is good), or TCP by whether somebody answers. */
function look(options: ProbeOptions, seen: (success: boolean) => void): Cancel {
  const { probe, http, address, container } = options;
  const timeoutMs = (probe.timeoutSeconds ?? defaults.timeoutSeconds) * 1000;
  const { httpGet, tcpSocket } = probe;
  if (httpGet !== undefined) {
    const to = { address, port: portOf(httpGet.port, container) };
    return http.call(
      { method: 'GET', path: httpGet.path ?? '/', headers: { 'user-agent': 'kube-probe/1.33' }, body: undefined },
      // A kubelet does not check whose certificate it is (k8s.io/kubernetes, pkg/probe/http).
      { to, use: 'new', tls: httpGet.scheme === 'HTTPS', verify: false, timeoutMs },
      { done: ({ answer }) => seen(answer !== undefined && answer.status >= 200 && answer.status < 400) },
    );
  }
  // What a command in the container would say is not simulated: it says yes as long as the container runs.
  if (tcpSocket === undefined) return options.process.after(1, () => seen(true));
  return knock(options, portOf(tcpSocket.port, container), timeoutMs, seen);
}

function knock(
  { network, process, from, address }: ProbeOptions,
  port: number,
  timeoutMs: number,
  seen: (success: boolean) => void,
): Cancel {
  const finish = (success: boolean): void => {
    limit();
    socket.close();
    seen(success);
  };
  const socket = network.dial(process, from, { address, port }, () => finish(true));
  socket.onEnd = () => finish(false);
  const limit = process.after(timeoutMs, () => finish(false));
  return () => {
    limit();
    socket.close();
  };
}

function portOf(port: number | string, { ports = [] }: Container): number {
  if (typeof port === 'number') return port;
  return ports.find(({ name }) => name === port)?.containerPort ?? Number(port);
}
