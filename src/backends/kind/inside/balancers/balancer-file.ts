/** The file that a load balancer reads its servers from, and how it is told to read it anew. */
export interface BalancerFile {
  readonly name: 'HAProxy' | 'Envoy';
  readonly path: string;
  /** The lines, from 0, that give new connections to a server; undefined: it has no such server. */
  readonly linesOf: (text: string, server: Server) => Lines | undefined;
  /** Commands, run in its container one after the other, that put the text from their standard input in force. */
  readonly replace: readonly (readonly string[])[];
}

/** A server by its name, and by its address. */
export interface Server {
  readonly name: string;
  readonly address: string;
}

/** The first of some lines, and the one behind the last. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}
