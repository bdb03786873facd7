import type { HttpAnswer, HttpRequest } from './messages.ts';

/** An answer that goes on: chunks until one side has enough. */
export interface HttpStream {
  readonly send: (chunk: unknown) => void;
  readonly end: () => void;
}

/** One request at a server, to be answered once. Answers to somebody who is gone are dropped. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Whom it came from. */
  readonly from: string;
  readonly answer: (answer: HttpAnswer) => void;
  readonly stream: (status: number) => HttpStream;
  /** Closes the connection without an answer. */
  readonly abort: () => void;
  /** Called when the client gave up or its connection ended before the answer did. */
  onGone: () => void;
}
