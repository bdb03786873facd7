/** What is done to operations on files below a mount point, as a file system in between does it (Chaos Mesh's toda). */
export interface FileFault {
  readonly type: 'latency' | 'fault' | 'attrOverride' | 'mistake';
  /** A glob; undefined: every file. */
  readonly path: string | undefined;
  /** Names of FUSE's operations; empty: all. */
  readonly methods: readonly string[];
  /** Of 100 operations. */
  readonly percent: number;
  readonly delayMs: number;
  readonly errno: number;
}

/** What an operation on a file comes to. */
export interface FileOutcome {
  readonly delayMs: number;
  /** Linux's number of the error; 0: it works. */
  readonly errno: number;
}

/** The files of a container: its mount points, and what stands between them and the disk. */
export interface Files {
  readonly mounts: readonly string[];
  /** Faults of a mount point from now on; throws when nothing is mounted there. */
  readonly setFaults: (mount: string, faults: readonly FileFault[]) => void;
  /** What comes of one operation. */
  readonly operate: (path: string, method: string) => FileOutcome;
}

const fine: FileOutcome = { delayMs: 0, errno: 0 };

/** Files without faults; `draw` in [0, 1) decides which operations a percentage takes. */
export function files(mounts: readonly string[], draw: () => number): Files {
  const faults = new Map<string, readonly FileFault[]>();
  return {
    mounts,
    setFaults: (mount, wanted) => {
      if (!mounts.includes(mount)) throw new Error(`nothing is mounted at ${mount}`);
      if (wanted.length === 0) faults.delete(mount);
      else faults.set(mount, wanted);
    },
    operate: (path, method) => {
      if (faults.size === 0) return fine;
      const own = [...faults].filter(([mount]) => path === mount || path.startsWith(`${mount}/`));
      return own.flatMap(([, list]) => list).reduce((sum, fault) => add(sum, fault, { path, method }, draw), fine);
    },
  };
}

function add(
  sum: FileOutcome,
  fault: FileFault,
  { path, method }: { readonly path: string; readonly method: string },
  draw: () => number,
): FileOutcome {
  if (fault.methods.length > 0 && !fault.methods.includes(method)) return sum;
  if (fault.path !== undefined && fault.path !== '' && !matches(fault.path, path)) return sum;
  if (fault.percent < 100 && draw() * 100 >= fault.percent) return sum;
  // Attributes and contents that are wrong are seen by nobody here: programs read no meaning in their files.
  if (fault.type === 'latency') return { ...sum, delayMs: sum.delayMs + fault.delayMs };
  return fault.type === 'fault' && sum.errno === 0 ? { ...sum, errno: fault.errno } : sum;
}

/** `*` within a part of a path, `**` for any number of parts, none too (crates.io/crates/glob, which toda uses). */
function matches(glob: string, path: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\u0001')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0001', '(?:.*/)?')
    .replaceAll('\u0000', '.*');
  return new RegExp(`^${pattern}$`).test(path);
}
