/** How a command run in a node ended. */
interface ExecResult {
  readonly stdout: string;
}

/** Runs a command in a node, past every network of the cluster; rejects when it fails. */
export type NodeExec = (
  node: string,
  argv: readonly string[],
  options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number; readonly input?: string },
) => Promise<ExecResult>;

/** A word that the shell takes as it is. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
