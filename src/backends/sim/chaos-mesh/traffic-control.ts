import { goDuration } from './go-duration.ts';
import { noShape, type Shape, type TokenBucket } from '../network/shaper.ts';

/** The blocks of a NetworkChaos that is no partition: all that are there count, whatever its action is called. */
export interface TcBlocks {
  readonly delay?: {
    readonly latency: string;
    readonly jitter?: string;
    readonly correlation?: string;
    readonly reorder?: { readonly reorder: string; readonly gap: number; readonly correlation?: string };
  };
  readonly loss?: { readonly loss: string; readonly correlation?: string };
  readonly duplicate?: { readonly duplicate: string; readonly correlation?: string };
  readonly corrupt?: { readonly corrupt: string; readonly correlation?: string };
  readonly rate?: { readonly rate: string };
  readonly bandwidth?: { readonly rate: string; readonly limit: number; readonly buffer: number };
}

/** One experiment's part of what shapes a pod's traffic, as the helper object has it. */
export interface TrafficControl extends TcBlocks {
  readonly type: 'netem' | 'bandwidth';
  readonly ipset?: string;
  readonly source: string;
  readonly device?: string;
}

/** The blocks of a spec. */
export function blocksOf(spec: object): TcBlocks {
  const names = ['delay', 'loss', 'duplicate', 'corrupt', 'rate', 'bandwidth'];
  return Object.fromEntries(Object.entries(spec).filter(([name]) => names.includes(name)));
}

/** What a traffic control does. Throws in Chaos Mesh's words when there is nothing that it could do. */
export function shapeOf(tc: TrafficControl, ranges: readonly string[] | undefined): Shape {
  if (tc.type === 'bandwidth') {
    if (tc.bandwidth === undefined) throw new Error('no bandwidth is given');
    return { ...noShape, kind: 'tbf', ranges, bucket: bucketOf(tc.bandwidth) };
  }
  const parts = [delayed(tc), lossy(tc), limited(tc), tc.duplicate === undefined ? undefined : {}];
  const given = parts.filter((part) => part !== undefined);
  if (given.length === 0) {
    throw new Error('invalid spec for netem action, at least one is required from delay, loss, duplicate, corrupt');
  }
  return { ...given.reduce<Shape>((sum, part) => ({ ...sum, ...part }), noShape), ranges };
}

function delayed({ delay }: TcBlocks): Partial<Shape> | undefined {
  if (delay === undefined) return undefined;
  const { latency, jitter = '0', correlation, reorder } = delay;
  return {
    delayMs: goDuration(latency) ?? 0,
    jitterMs: goDuration(jitter) ?? 0,
    delayCorrelation: share(correlation),
    reorder: share(reorder?.reorder),
    reorderCorrelation: share(reorder?.correlation),
    gap: reorder?.gap ?? 1,
  };
}

function lossy({ loss, corrupt }: TcBlocks): Partial<Shape> | undefined {
  if (loss === undefined && corrupt === undefined) return undefined;
  return {
    loss: share(loss?.loss),
    lossCorrelation: share(loss?.correlation),
    corrupt: share(corrupt?.corrupt),
    corruptCorrelation: share(corrupt?.correlation),
  };
}

/** A rate of netem's own: nothing waits in a buffer, and nothing is dropped. */
function limited({ rate }: TcBlocks): Partial<Shape> | undefined {
  if (rate === undefined) return undefined;
  return { bucket: { bytesPerMs: bytesPerMs(rate.rate), bufferBytes: 0, limitBytes: Infinity } };
}

function share(text: string | undefined): number {
  return Number(text ?? '0') / 100;
}

function bucketOf({ rate, limit, buffer }: NonNullable<TcBlocks['bandwidth']>): TokenBucket {
  return { bytesPerMs: bytesPerMs(rate), bufferBytes: buffer, limitBytes: limit };
}

const letters = ['', 'k', 'm', 'g', 't'];

/** A rate of Chaos Mesh: bits or bytes per second, each letter 1024 of the one before (pkg/netem). */
function bytesPerMs(text: string): number {
  const [, number = '0', letter = '', unit = 'bit'] = /^(\d+)([kmgt]?)(bit|bps)$/.exec(text.trim().toLowerCase()) ?? [];
  const perSecond = Number(number) * 1024 ** letters.indexOf(letter) * (unit === 'bit' ? 1 / 8 : 1);
  return perSecond / 1000;
}
