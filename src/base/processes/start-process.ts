import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stopWord } from './in-process.ts';

/** A process of the harness's own, and what it says. */
export interface Child<Message> {
  /** Hears every message in order; what it throws is thrown by `failed`. */
  readonly listen: (listener: (message: Message) => void) => void;
  /** Sends it a message, cloned. */
  readonly tell: (message: object) => void;
  /** Tells the process to come to its end. */
  readonly stop: () => void;
  /** Rejects when the process ends by itself, with why. Never resolves. */
  readonly failed: Promise<never>;
  /** Ends it, whatever it does. */
  readonly end: () => Promise<void>;
  /** Lets this process exit while the other runs; it ends with this one. */
  readonly unref: () => void;
}

/** What reads TypeScript, wherever the harness is called from. */
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A message of a process that failed, beside what its own protocol has. */
interface Crash {
  readonly crashed: unknown;
}

/**
 * Runs the module at `entry`, which must call `inProcess`, in a process and a session of its own: no work of the
 * harness delays it, the system can be asked to prefer it, and a ctrl-c on the terminal does not reach it. It gets
 * `input`, cloned. `what` names it in errors.
 */
export function startProcess<Message>(what: string, entry: URL, input: unknown): Child<Message> {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: entry.pathname.endsWith('.ts') ? ['--import', loader] : [],
    serialization: 'advanced',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.send(input as object);
  const listeners: ((message: Message) => void)[] = [];
  const failed = new Promise<never>((_resolve, reject) => {
    child.on('message', (message) => {
      if (isCrash(message)) {
        reject(new Error(`${what} crashed`, { cause: message.crashed }));
        return;
      }
      try {
        for (const listener of listeners) listener(message as Message);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    child.on('error', (cause) => reject(new Error(`${what} could not be started`, { cause })));
    const said = tailOf(child);
    // The channel closes when all that it carried was heard; the exit may come before.
    child.once('disconnect', () => {
      void exitOf(child).then((status) => reject(new Error(`${what} ended early, with ${status}${said()}`)));
    });
  });
  // Whoever has no use for it any more must not be ended by it.
  failed.catch(() => undefined);
  return {
    listen: (listener) => void listeners.push(listener),
    tell: (message) => {
      if (child.connected) child.send(message);
    },
    stop: () => {
      if (child.connected) child.send(stopWord);
    },
    failed,
    end: async () => {
      // Else this process could be over before the other is.
      child.ref();
      child.kill('SIGKILL');
      await exitOf(child);
    },
    unref: () => {
      child.unref();
      child.channel?.unref();
      (child.stderr as Socket | null)?.unref();
    },
  };
}

function isCrash(message: unknown): message is Crash {
  return typeof message === 'object' && message !== null && 'crashed' in message;
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const tell = (): void =>
      resolve(child.exitCode === null ? `signal ${child.signalCode ?? 'unknown'}` : `status ${child.exitCode}`);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) tell();
    else child.once('exit', tell);
  });
}

const tailLength = 1000;

function tailOf(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength);
  });
  return () => (tail.trim() === '' ? '' : `: ${tail.trim()}`);
}
