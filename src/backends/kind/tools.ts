import { deadline } from '../../base/system-clock.ts';
import { messageOf, HarnessError, type Problem } from '../../core/errors.ts';
import { hintFor, run } from './exec.ts';
import { runtime, runtimeName } from './runtime.ts';

/** Something in order. */
export interface Found {
  readonly check: string;
  readonly message: string;
}

/** What a check saw: something in order, or what is wrong with it. */
export type Finding = Found | Problem;

export const checkTimeoutMs = 4000;
const minimumKind = '0.27.0';
const minimumHelm = '3.8.0';

/** True for a finding that is a problem. */
export function isProblem(finding: Finding): finding is Problem {
  return 'hint' in finding;
}

/**
 * Runs one check with a time limit of its own, so that a tool that hangs hides no other tool's problem.
 * Anything thrown becomes a problem of that check.
 */
export async function checked(
  check: string,
  signal: AbortSignal,
  look: (signal: AbortSignal) => Promise<Finding>,
): Promise<Finding> {
  const limit = deadline(checkTimeoutMs, signal);
  try {
    return await look(limit.signal);
  } catch (error) {
    if (signal.aborted && signal.reason instanceof HarnessError) throw signal.reason;
    const hint = error instanceof HarnessError ? error.hint : undefined;
    return { check, message: messageOf(error), hint: hint ?? hintFor(check) };
  } finally {
    limit.dispose();
  }
}

/** The container engine, reached and not only installed. */
export function checkEngine(signal: AbortSignal): Promise<Finding> {
  return checked(runtimeName(), signal, async (limit) => {
    const check = runtimeName();
    const format = check === 'podman' ? '{{.Client.Version}}' : '{{.Server.Version}}';
    const hint = `Start the ${check} engine and see that \`${check} info\` answers for this user.`;
    try {
      const { stdout } = await runtime(['version', '--format', format], { signal: limit });
      return { check, message: stdout.trim() };
    } catch (error) {
      if (messageOf(error).includes('not on the PATH')) throw error;
      throw new HarnessError('unavailable', `the ${check} engine does not answer: ${messageOf(error)}`, { hint });
    }
  });
}

/** kind, new enough. */
export function checkKind(signal: AbortSignal): Promise<Finding> {
  return checked('kind', signal, async (limit) => {
    const { stdout } = await run('kind', ['version', '-q'], { signal: limit });
    return atLeast('kind', stdout, minimumKind);
  });
}

/** Helm, new enough. */
export function checkHelm(signal: AbortSignal): Promise<Finding> {
  return checked('helm', signal, async (limit) => {
    const { stdout } = await run('helm', ['version', '--template', '{{.Version}}'], { signal: limit });
    return atLeast('helm', stdout, minimumHelm);
  });
}

/** A finding on the version in `text` (the first `x.y.z` in it). */
export function atLeast(tool: string, text: string, minimum: string): Finding {
  const version = /\d+\.\d+\.\d+/.exec(text)?.[0];
  if (version === undefined) {
    return { check: tool, message: `${tool} does not tell its version ("${text.trim()}")`, hint: hintFor(tool) };
  }
  if (olderThan(version, minimum)) {
    return {
      check: tool,
      message: `${tool} is ${version}, and ${minimum} or later is needed`,
      hint: hintFor(tool),
    };
  }
  return { check: tool, message: version };
}

function olderThan(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split('.').map(Number));
  const first = (a ?? []).findIndex((part, i) => part !== b?.[i]);
  return first >= 0 && (a?.[first] ?? 0) < (b?.[first] ?? 0);
}
