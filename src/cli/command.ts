import type { ExitStatus } from './exit-status.ts';
import type { Options } from './options.ts';
import type { Output } from './output.ts';

/** What a command is given. */
export interface CommandContext {
  /** Words after the command's name. */
  readonly operands: readonly string[];
  readonly options: Options;
  readonly output: Output;
  /** Aborts on ctrl-c. */
  readonly signal: AbortSignal;
}

/** What a word of the command line does. */
export type Command = (context: CommandContext) => Promise<ExitStatus>;

/** A word that the command line knows. Its code is loaded when it is called: a list must not wait for a Kubernetes client. */
export interface CommandEntry {
  readonly name: string;
  /** How it is called, after `npm run chaos -- `. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}
