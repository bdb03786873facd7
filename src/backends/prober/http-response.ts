/** Hears the body of an answer, piece by piece. The bytes may be overwritten after the call. */
export interface BodySink {
  readonly body: (bytes: Buffer) => void;
}

/** What an answer's reader waits for: a line of one of these kinds, or bytes of the body. */
type Station = 'status' | 'field' | 'chunk-size' | 'chunk-end' | 'trailer' | 'counted' | 'rest' | 'done';

/** As much of a header, of a chunk's first line or of the trailers is read, as node:http does. */
const roomBytes = 16_384;
const lineFeed = 0x0a;
const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
/** Without a folded line, a blank before the colon, or a control character: what they mean, readers disagree about. */
const field = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):([\t\x20-\x7e\x80-\xff]*)$/;
const chunkSize = /^([\da-fA-F]{1,13})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;

/**
 * Reads the answer to one GET or PATCH off a connection, as it comes in, by RFC 9112. Interim answers (1xx) are skipped. What is malformed,
 * or could be taken for two different answers, is refused: the readers below throw an Error that says what, and nothing is to be read on.
 */
export class ResponseReader {
  /** Of the answer; 0 until its header has ended. */
  status = 0;
  /** When the first byte of the answer came, as `take` was told; of the final one, not of those in the interim. */
  firstByteAt: number | undefined;
  /** For how many ms the connection may be kept for another request: 0 when it must not; Infinity when the server names no end. */
  keepMs = 0;
  readonly #sink: BodySink;
  #station: Station = 'status';
  /** What came of a line so far, and how many bytes the section that it is in may still have. */
  #line = '';
  #room = roomBytes;
  /** Bytes of the body, or of its chunk, that are still to come. */
  #left = 0;
  #code = 0;
  #minor = 1;
  #length: number | undefined;
  #codings: string | undefined;
  #options = '';
  #hintMs = Infinity;

  constructor(sink: BodySink) {
    this.#sink = sink;
  }

  /** Whether the whole answer was read. */
  get done(): boolean {
    return this.#station === 'done';
  }

  /** Reads what came at an instant. */
  take(bytes: Buffer, at: number): void {
    let from = 0;
    while (from < bytes.length) {
      if (this.#station === 'done') {
        // Whatever else it sends is not the answer to a request that it could know.
        this.keepMs = 0;
        return;
      }
      const inBody = this.#station === 'counted' || this.#station === 'rest';
      from = inBody ? this.#takeBody(bytes, from) : this.#takeLine(bytes, from, at);
    }
  }

  /** Reads the end of the connection: whether it is the end of the answer, too. */
  end(): boolean {
    if (this.#station === 'rest') this.#station = 'done';
    return this.done;
  }

  #takeBody(bytes: Buffer, from: number): number {
    const to = this.#station === 'rest' ? bytes.length : Math.min(bytes.length, from + this.#left);
    this.#sink.body(bytes.subarray(from, to));
    if (this.#station === 'rest') return to;
    this.#left -= to - from;
    if (this.#left === 0) this.#enter(this.#codings === undefined ? 'done' : 'chunk-end');
    return to;
  }

  #takeLine(bytes: Buffer, from: number, at: number): number {
    this.firstByteAt ??= at;
    const feed = bytes.indexOf(lineFeed, from);
    const to = feed === -1 ? bytes.length : feed + 1;
    this.#room -= to - from;
    if (this.#room < 0) throw malformed(`a ${sectionOf(this.#station)} of more than ${roomBytes} bytes`);
    this.#line += bytes.toString('latin1', from, to);
    if (feed === -1) return to;
    const line = this.#line;
    this.#line = '';
    if (!line.endsWith('\r\n')) throw malformed(`${quoted(line)} ends without a carriage return`);
    this.#heed(line.slice(0, -2));
    return to;
  }

  #heed(line: string): void {
    switch (this.#station) {
      case 'status':
        return this.#heedStatus(line);
      case 'field':
        return line === '' ? this.#heedHeader() : this.#heedField(line);
      case 'chunk-size':
        return this.#heedChunk(line);
      case 'chunk-end':
        if (line !== '') throw malformed(`a chunk is longer than it says: ${quoted(line)}`);
        return this.#enter('chunk-size');
      case 'trailer':
        return this.#heedTrailer(line);
      case 'counted':
      case 'rest':
      case 'done':
    }
  }

  #heedStatus(line: string): void {
    // An empty line too many after the body before is no harm.
    if (line === '') return;
    const [, minor, status] = statusLine.exec(line) ?? [];
    if (status === undefined) throw malformed(`${quoted(line)} is no status line of HTTP/1.1`);
    this.#minor = Number(minor);
    this.#code = Number(status);
    this.#station = 'field';
  }

  #heedField(line: string): void {
    const [, name, value = ''] = field.exec(line) ?? [];
    if (name === undefined) throw malformed(`${quoted(line)} is no header field`);
    switch (name.toLowerCase()) {
      case 'content-length':
        if (this.#length !== undefined) throw malformed('two Content-Length');
        this.#length = lengthOf(value);
        break;
      case 'transfer-encoding':
        this.#codings = joined(this.#codings, value);
        break;
      case 'connection':
        this.#options = joined(this.#options, value);
        break;
      case 'keep-alive':
        this.#hintMs = 1000 * Number(/(?:^|[,\t ])timeout=(\d{1,9})(?![^,\t ])/i.exec(value)?.[1] ?? Infinity);
    }
  }

  /** The header has ended: what follows, and how its end is known (RFC 9112, 6.3). */
  #heedHeader(): void {
    if (this.#code === 101) throw malformed('101 Switching Protocols, which nobody asked for');
    if (this.#code < 200) return this.#expectAnother();
    this.status = this.#code;
    this.keepMs = this.#keepable() ? this.#hintMs : 0;
    if (this.#code === 204 || this.#code === 304) this.#station = 'done';
    else if (this.#codings !== undefined) this.#heedCodings(tokensOf(this.#codings));
    else if (this.#length === undefined) this.#enterRest();
    else {
      this.#left = this.#length;
      this.#station = this.#length === 0 ? 'done' : 'counted';
    }
  }

  #heedCodings(codings: readonly string[]): void {
    if (this.#length !== undefined) throw malformed('both Transfer-Encoding and Content-Length');
    const times = codings.filter((coding) => coding === 'chunked').length;
    if (times > 1) throw malformed('Transfer-Encoding is chunked twice');
    if (codings.at(-1) !== 'chunked') this.#enterRest();
    else {
      // HTTP/1.0 knows no chunks: where such an answer ends is not to be relied on.
      if (this.#minor === 0) this.keepMs = 0;
      this.#enter('chunk-size');
    }
  }

  #heedChunk(line: string): void {
    const [, size] = chunkSize.exec(line) ?? [];
    if (size === undefined) throw malformed(`${quoted(line)} is no size of a chunk`);
    this.#left = Number.parseInt(size, 16);
    if (this.#left === 0) this.#enter('trailer');
    else this.#station = 'counted';
  }

  #heedTrailer(line: string): void {
    if (line === '') this.#station = 'done';
    else if (!field.test(line)) throw malformed(`${quoted(line)} is no trailer field`);
  }

  /** The body lasts as long as the connection. */
  #enterRest(): void {
    this.keepMs = 0;
    this.#station = 'rest';
  }

  #enter(station: Station): void {
    this.#station = station;
    this.#room = roomBytes;
  }

  #expectAnother(): void {
    this.firstByteAt = undefined;
    this.#length = undefined;
    this.#codings = undefined;
    this.#options = '';
    this.#hintMs = Infinity;
    this.#enter('status');
  }

  #keepable(): boolean {
    const options = tokensOf(this.#options);
    return !options.includes('close') && (this.#minor === 1 || options.includes('keep-alive'));
  }
}

function lengthOf(value: string): number {
  const text = trimmed(value);
  if (!/^\d{1,15}$/.test(text)) throw malformed(`a Content-Length of ${quoted(text)}`);
  return Number(text);
}

/** Several fields of a name are one list. */
function joined(before: string | undefined, value: string): string {
  return before === undefined || before === '' ? value : `${before},${value}`;
}

function tokensOf(list: string): readonly string[] {
  if (list === '') return [];
  return list.toLowerCase().split(',').map(trimmed);
}

/** Without blanks and tabs around it: String.trim takes more for blank than HTTP does. */
function trimmed(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isBlank(value.charCodeAt(from))) from += 1;
  while (to > from && isBlank(value.charCodeAt(to - 1))) to -= 1;
  return value.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function sectionOf(station: Station): string {
  if (station === 'chunk-size' || station === 'chunk-end') return 'first line of a chunk';
  return station === 'trailer' ? 'trailer' : 'header';
}

function quoted(line: string): string {
  return JSON.stringify(line.length <= 60 ? line : `${line.slice(0, 59)}…`);
}

function malformed(what: string): Error {
  return new Error(`malformed answer: ${what}`);
}
