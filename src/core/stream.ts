/** What a request stream asks of its target. */
export const operations = [
  'livez',
  'readyz',
  'quorum-read',
  'cached-read',
  'write',
  'list',
  'http-get',
  'echo',
] as const;
export type Operation = (typeof operations)[number];

/** `new`: fresh TCP and TLS for each request. `reused`: pooled keep-alive. Never averaged: they fail differently. */
export type ConnectionMode = 'new' | 'reused';

/** Something that answers requests. Its address is the backend's business. */
export interface ProbeTarget {
  /** `lb`, a control-plane node's name, `app@<node>`, `null`. */
  readonly name: string;
  readonly role: 'load-balancer' | 'apiserver' | 'app' | 'null';
  /** The node that it runs on or enters through, where it has one. */
  readonly node: string | undefined;
  /** Set where nothing may be written: the harness has no namespace of its own there. */
  readonly readOnly?: true;
}

/** One open-loop series of requests: target × operation × connection mode. */
export interface StreamSpec {
  /** `<target> <operation> <connection>`. */
  readonly id: string;
  readonly target: ProbeTarget;
  readonly operation: Operation;
  readonly connection: ConnectionMode;
  readonly periodMs: number;
  /** Offset of the first request, so that streams do not fire together. */
  readonly phaseMs: number;
  /** When to give up, counted from the scheduled instant. */
  readonly timeoutMs: number;
  /** Slower than this, from the scheduled instant, is not good. */
  readonly goodWithinMs: number;
}

/** `<target> <operation> <connection>`. */
export function streamId(target: ProbeTarget, operation: Operation, connection: ConnectionMode): string {
  return `${target.name} ${operation} ${connection}`;
}
