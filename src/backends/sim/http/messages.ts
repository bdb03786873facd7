/** A request as a server sees it. Bodies are plain data that nobody changes: they are passed on, not copied. */
export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A body is text, or an object that stands for its JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What goes over a connection. `hello` and `welcome` are a TLS handshake; chunks belong to an answer that goes on. */
export type HttpMessage =
  | { readonly kind: 'hello' | 'ping' | 'pong' }
  /** `expired`: the certificate that comes with it is. */
  | { readonly kind: 'welcome'; readonly expired?: boolean }
  | { readonly kind: 'request'; readonly id: number; readonly request: HttpRequest }
  | { readonly kind: 'cancel' | 'done'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: HttpAnswer; readonly more: boolean }
  | { readonly kind: 'chunk'; readonly id: number; readonly chunk: unknown };
