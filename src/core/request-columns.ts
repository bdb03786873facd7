import type { Interned } from './interned.ts';
import type { RequestError, RequestObservation } from './observation.ts';
import type { RequestSample, RequestStore } from './request-store.ts';

/** So many requests lie together. A column that none of them has a value in is not made. */
export const stretchLength = 1024;
const isGood = 1;
const isReused = 2;

/**
 * The requests of one stream, value beside value: 31 to 63 bytes each, where an object takes some 240 (decision 15). Millions are
 * looked at when a long run is judged, few at a time: an object is made of a request when it is asked for.
 */
export class RequestColumns implements RequestStore {
  readonly #stream: string;
  readonly #texts: Interned;
  readonly #stretches: Stretch[] = [];
  #length = 0;

  constructor(stream: string, texts: Interned) {
    this.#stream = stream;
    this.#texts = texts;
  }

  get length(): number {
    return this.#length;
  }

  add(one: RequestObservation): void {
    const row = this.#length % stretchLength;
    if (row === 0) this.#stretches.push(new Stretch(this.#stream, this.#texts));
    this.#stretches.at(-1)?.set(row, one);
    this.#length += 1;
  }

  dueAt(index: number): number {
    return this.#stretchOf(index).scheduledAt[index % stretchLength] ?? Number.NaN;
  }

  sample(index: number): RequestSample {
    return new Row(this.#stretchOf(index), index % stretchLength);
  }

  whole(index: number): RequestObservation {
    return this.#stretchOf(index).whole(index % stretchLength);
  }

  #stretchOf(index: number): Stretch {
    const stretch = this.#stretches[Math.floor(index / stretchLength)];
    if (stretch === undefined) throw new RangeError(`there are ${this.#length} requests, and none at ${index}`);
    return stretch;
  }
}

type Instants = Float64Array | undefined;
type Codes = Uint32Array | undefined;
type Unfinished = { -readonly [K in keyof RequestObservation]: RequestObservation[K] };

class Stretch {
  readonly stream: string;
  readonly texts: Interned;
  readonly scheduledAt = new Float64Array(stretchLength);
  readonly sentAt = new Float64Array(stretchLength);
  readonly endedAt = new Float64Array(stretchLength);
  readonly flags = new Uint8Array(stretchLength);
  status: Uint16Array | undefined;
  error: Codes;
  detail: Codes;
  #connectedAt: Instants;
  #securedAt: Instants;
  #firstByteAt: Instants;
  #remoteAddress: Codes;

  constructor(stream: string, texts: Interned) {
    this.stream = stream;
    this.texts = texts;
  }

  set(row: number, one: RequestObservation): void {
    this.scheduledAt[row] = one.scheduledAt;
    this.sentAt[row] = one.sentAt;
    this.endedAt[row] = one.endedAt;
    this.flags[row] = (one.good ? isGood : 0) | (one.reusedConnection ? isReused : 0);
    this.#connectedAt = withInstant(this.#connectedAt, row, one.connectedAt);
    this.#securedAt = withInstant(this.#securedAt, row, one.securedAt);
    this.#firstByteAt = withInstant(this.#firstByteAt, row, one.firstByteAt);
    this.error = this.#withText(this.error, row, one.error);
    this.detail = this.#withText(this.detail, row, one.detail);
    this.#remoteAddress = this.#withText(this.#remoteAddress, row, one.remoteAddress);
    if (one.status === undefined) return;
    this.status ??= new Uint16Array(stretchLength);
    // 0 is none.
    this.status[row] = one.status + 1;
  }

  whole(row: number): RequestObservation {
    const { stream, scheduledAt, sentAt, endedAt, good, error, detail, status } = new Row(this, row);
    const reusedConnection = ((this.flags[row] ?? 0) & isReused) !== 0;
    const one: Unfinished = { kind: 'request', stream, scheduledAt, sentAt, endedAt, good, reusedConnection };
    const connectedAt = instantIn(this.#connectedAt, row);
    const securedAt = instantIn(this.#securedAt, row);
    const firstByteAt = instantIn(this.#firstByteAt, row);
    const remoteAddress = this.textIn(this.#remoteAddress, row);
    if (connectedAt !== undefined) one.connectedAt = connectedAt;
    if (securedAt !== undefined) one.securedAt = securedAt;
    if (firstByteAt !== undefined) one.firstByteAt = firstByteAt;
    if (error !== undefined) one.error = error;
    if (detail !== undefined) one.detail = detail;
    if (status !== undefined) one.status = status;
    if (remoteAddress !== undefined) one.remoteAddress = remoteAddress;
    return one;
  }

  textIn(codes: Codes, row: number): string | undefined {
    return codes === undefined ? undefined : this.texts.textOf(codes[row] ?? 0);
  }

  #withText(codes: Codes, row: number, text: string | undefined): Codes {
    if (text === undefined) return codes;
    const column = codes ?? new Uint32Array(stretchLength);
    column[row] = this.texts.codeOf(text);
    return column;
  }
}

/** One request of a stretch: a place, and no values. */
class Row implements RequestSample {
  readonly at: Stretch;
  readonly row: number;

  constructor(at: Stretch, row: number) {
    this.at = at;
    this.row = row;
  }

  get stream(): string {
    return this.at.stream;
  }

  get scheduledAt(): number {
    return this.at.scheduledAt[this.row] ?? Number.NaN;
  }

  get sentAt(): number {
    return this.at.sentAt[this.row] ?? Number.NaN;
  }

  get endedAt(): number {
    return this.at.endedAt[this.row] ?? Number.NaN;
  }

  get good(): boolean {
    return ((this.at.flags[this.row] ?? 0) & isGood) !== 0;
  }

  get error(): RequestError | undefined {
    return this.at.textIn(this.at.error, this.row) as RequestError | undefined;
  }

  get detail(): string | undefined {
    return this.at.textIn(this.at.detail, this.row);
  }

  get status(): number | undefined {
    const code = this.at.status?.[this.row] ?? 0;
    return code === 0 ? undefined : code - 1;
  }
}

function withInstant(instants: Instants, row: number, at: number | undefined): Instants {
  if (at === undefined) return instants;
  const column = instants ?? new Float64Array(stretchLength).fill(Number.NaN);
  column[row] = at;
  return column;
}

function instantIn(instants: Instants, row: number): number | undefined {
  const at = instants?.[row];
  return at === undefined || Number.isNaN(at) ? undefined : at;
}
