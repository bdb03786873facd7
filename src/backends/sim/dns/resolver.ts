import type { Cancel, Process } from '../engine/process.ts';
import type { Interface, Network } from '../network/network.ts';
import { type DnsAnswer, type DnsQuery, dnsPort } from './message.ts';

/** A container's resolv.conf. */
export interface ResolverSettings {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** What came of looking a name up: addresses, or the error that getaddrinfo returns. */
export type Lookup =
  | { readonly addresses: readonly string[]; readonly error?: undefined }
  | { readonly error: 'ENOTFOUND' | 'EAI_AGAIN' };

export interface ResolverOptions {
  readonly network: Network;
  readonly process: Process;
  readonly from: Interface;
  /** Read anew for each name, as glibc does when the file has changed. */
  readonly settings: () => ResolverSettings;
}

export interface Resolver {
  /** Returns how to give it up; then `done` is not called. */
  readonly lookup: (name: string, done: (lookup: Lookup) => void) => Cancel;
}

/** Looks names up as glibc does: name after name of the search list, server after server, again after a time-out. */
export function resolver(options: ResolverOptions): Resolver {
  return { lookup: (name, done) => new Search(options, name, done).begin() };
}

class Search {
  readonly #options: ResolverOptions;
  readonly #settings: ResolverSettings;
  readonly #names: readonly string[];
  readonly #done: (lookup: Lookup) => void;
  #cancel: Cancel = () => undefined;
  #over = false;
  #failed = false;

  constructor(options: ResolverOptions, name: string, done: (lookup: Lookup) => void) {
    this.#options = options;
    this.#settings = options.settings();
    this.#names = candidates(name, this.#settings);
    this.#done = done;
  }

  begin(): Cancel {
    this.#name(0);
    return () => {
      this.#over = true;
      this.#cancel();
    };
  }

  #end(lookup: Lookup): void {
    if (this.#over) return;
    this.#over = true;
    this.#done(lookup);
  }

  #name(index: number): void {
    const name = this.#names[index];
    if (name === undefined) this.#end({ error: this.#failed ? 'EAI_AGAIN' : 'ENOTFOUND' });
    else this.#ask({ name, index, tries: 0, answered: false });
  }

  /** One query to one server; servers take turns, as often as there are attempts. */
  #ask(query: {
    readonly name: string;
    readonly index: number;
    readonly tries: number;
    readonly answered: boolean;
  }): void {
    const { nameservers, attempts, timeoutMs } = this.#settings;
    const { name, index, tries } = query;
    const address = nameservers[tries % Math.max(1, nameservers.length)];
    if (address === undefined || tries >= attempts * nameservers.length) return this.#noServer(query);
    const { network, process, from } = this.#options;
    const next = (answered: boolean): void => {
      stop();
      this.#ask({ name, index, tries: tries + 1, answered: answered || query.answered });
    };
    const message: DnsQuery = { name };
    const quit = network.sendTo(
      process,
      from,
      { address, port: dnsPort },
      {
        message,
        refused: () => next(false),
        reply: (answer) => {
          const { code, addresses } = answer as DnsAnswer;
          if (code === 'SERVFAIL') return next(true);
          stop();
          if (code === 'NXDOMAIN' || addresses.length === 0) this.#name(index + 1);
          else this.#end({ addresses });
        },
      },
    );
    const limit = process.after(timeoutMs, () => next(false));
    const stop = (): void => {
      limit();
      quit();
    };
    this.#cancel = stop;
  }

  /** No server gave an answer: where one at least said that it failed, the next name is tried; silence ends the search. */
  #noServer({ index, answered }: { readonly index: number; readonly answered: boolean }): void {
    if (!answered) return this.#end({ error: 'EAI_AGAIN' });
    this.#failed = true;
    this.#name(index + 1);
  }
}

/** The names that are tried, in their order. */
function candidates(name: string, { search, ndots }: ResolverSettings): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const expanded = search.map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 >= ndots ? [name, ...expanded] : [...expanded, name];
}
