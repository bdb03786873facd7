import { execa, ExecaError } from 'execa';
import { HarnessError, messageOf } from '../../core/errors.ts';

export interface RunOptions {
  /** When to give the command up; 60 s unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Text for its standard input; nothing unless told. */
  readonly input?: string;
  /** File that is its standard input. */
  readonly inputFile?: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** What to do when it fails; else the tool's own advice. */
  readonly hint?: string;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeoutMs = 60_000;
const tailLines = 6;

const howToGet: Readonly<Record<string, string>> = {
  docker: 'Install Docker Engine (docs.docker.com/engine/install) and see that `docker info` answers.',
  podman: 'Install Podman (podman.io), or unset KIND_EXPERIMENTAL_PROVIDER to use Docker.',
  nerdctl: 'Install nerdctl (github.com/containerd/nerdctl), or unset KIND_EXPERIMENTAL_PROVIDER to use Docker.',
  kind: 'Install kind 0.27 or later (kind.sigs.k8s.io) and have it on the PATH.',
  helm: 'Install Helm 3 or later (helm.sh/docs/intro/install) and have it on the PATH.',
};

/** How to come by a tool that is not there: one sentence. */
export function hintFor(command: string): string {
  return howToGet[command] ?? `Install ${command} and have it on the PATH.`;
}

/**
 * Runs a command to its end and answers with what it printed. Throws HarnessError('unavailable') with the end of its
 * standard error when it is not there, fails, is stopped, or takes longer than `timeoutMs`; a signal aborted with a
 * HarnessError throws that one.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  const { timeoutMs = defaultTimeoutMs, signal, input, inputFile, env } = options;
  try {
    const result = await execa(command, [...args], {
      timeout: timeoutMs,
      // A ctrl-c on the terminal is for the harness alone, which then heals with commands such as these.
      detached: true,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      ...(inputFile === undefined ? { input: input ?? '' } : { inputFile }),
      ...(env === undefined ? {} : { env }),
    });
    return { stdout: result.stdout, stderr: result.stderr };
  } catch (thrown) {
    if (!(thrown instanceof ExecaError)) throw thrown;
    throw failure(command, args, thrown as ExecaError, options);
  }
}

function failure(command: string, args: readonly string[], error: ExecaError, options: RunOptions): HarnessError {
  const reason: unknown = options.signal?.reason;
  if (error.isCanceled && reason instanceof HarnessError) return reason;
  const title = [command, ...args.slice(0, 3)].join(' ');
  const output = typeof error.stderr === 'string' && error.stderr.trim() !== '' ? error.stderr : error.stdout;
  const tail = typeof output === 'string' ? lastLines(output) : '';
  const missing = error.code === 'ENOENT';
  const hint = options.hint ?? (missing ? hintFor(command) : `See what \`${title}\` says when run by hand.`);
  const what = missing ? `${command} is not on the PATH` : `\`${title}\` ${howItEnded(error, options)}`;
  return new HarnessError('unavailable', tail === '' ? what : `${what}: ${tail}`, { hint });
}

function howItEnded(error: ExecaError, { timeoutMs = defaultTimeoutMs, signal }: RunOptions): string {
  if (error.timedOut) return `did not end within ${timeoutMs / 1000} s`;
  if (error.isCanceled) return `was stopped (${messageOf(signal?.reason)})`;
  if (error.exitCode !== undefined) return `ended with status ${error.exitCode}`;
  return error.signal === undefined ? `could not be run (${error.shortMessage})` : `was ended by ${error.signal}`;
}

function lastLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-tailLines)
    .join(' / ');
}
