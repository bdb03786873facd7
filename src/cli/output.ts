import { inspect } from 'node:util';
import picocolors from 'picocolors';
import { messageOf, type ErrorRecord, HarnessError } from '../core/errors.ts';

/** A style name for text on a terminal. */
type Style = 'good' | 'bad' | 'warn' | 'dim' | 'bold' | 'accent';

/** Where the command line writes: people's text, or with --json NDJSON events and nothing else. */
export interface Output {
  readonly json: boolean;
  /** How runs are shown while they go on: a display on a terminal, lines elsewhere, events for programs, or not at all. */
  readonly progress: 'live' | 'lines' | 'events' | 'none';
  /** The terminal's columns and rows as they are now. */
  readonly width: number;
  readonly height: number;
  /** One line or more for people; silent with --json. */
  readonly say: (text: string) => void;
  /** One event for programs; silent without --json. */
  readonly event: (event: Readonly<Record<string, unknown>>) => void;
  /** To standard output in both modes: what a command was asked to print. */
  readonly print: (text: string) => void;
  readonly error: (thrown: unknown) => void;
  readonly style: (style: Style, text: string) => string;
}

/** Whether what is said to people on this process's streams has colours. */
export function hasColours(json: boolean): boolean {
  return !json && picocolors.isColorSupported;
}

/** Marks text for a terminal, or leaves it as it is. */
export function styling(coloured: boolean): Output['style'] {
  const colours = picocolors.createColors(coloured);
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
    dim: colours.dim,
    bold: colours.bold,
    accent: colours.cyan,
  };
  return (name, text) => styles[name](text);
}

/**
 * When nobody reads the process's own streams any more (`| head`, a terminal that is gone) what is written is lost from now on, and
 * nothing else: a run has faults to heal, and its report lies in its folder. Without a listener Node would end the process.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Output to the process's own streams. */
export function processOutput(json: boolean): Output {
  const style = styling(hasColours(json));
  return {
    json,
    progress: json ? 'events' : process.stdout.isTTY ? 'live' : 'lines',
    get width() {
      return process.stdout.isTTY ? process.stdout.columns : 100;
    },
    get height() {
      return process.stdout.isTTY ? process.stdout.rows : 50;
    },
    say: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    event: (event) => {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    },
    print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    error: (thrown) => {
      if (json) process.stdout.write(`${JSON.stringify({ event: 'error', ...describe(thrown) })}\n`);
      else process.stderr.write(`${errorText(thrown, style)}\n`);
    },
    style,
  };
}

function describe(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof HarnessError)) return { code: 'bug', message: messageOf(thrown) };
  const hint = thrown.hint === undefined ? {} : { hint: thrown.hint };
  return { code: thrown.code, message: messageOf(thrown), ...hint };
}

function errorText(thrown: unknown, style: Output['style']): string {
  if (!(thrown instanceof HarnessError)) {
    return `${style('bad', 'bug:')} ${inspect(thrown)}\nThis is a fault of Aftershock. Please report it with the text above.`;
  }
  const hint = thrown.hint === undefined ? '' : `\n${style('dim', 'hint:')} ${thrown.hint}`;
  return `${style('bad', 'error:')} ${thrown.message}${hint}`;
}
