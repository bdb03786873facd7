/** One probe of an agent inside the cluster, by the run's clock. */
export interface AgentSample {
  /** When it was due. */
  readonly at: number;
  /** The node that it was sent from. */
  readonly from: string;
  readonly fromZone: string | undefined;
  /** `peer`: a TCP connection to another agent. `api`: GET /livez of kubernetes.default. `dns`: a lookup of it. */
  readonly target: 'peer' | 'api' | 'dns';
  /** The node of the peer. */
  readonly to: string | undefined;
  readonly toZone: string | undefined;
  /** From the instant that it was due. */
  readonly ms: number;
  readonly good: boolean;
  readonly error?: string;
}

/** Programs on every node that probe each other, the API and DNS, and keep what they saw until they can be asked. */
export interface Agents {
  /** Puts them in place, and waits until most of them run. Rejects when none does. */
  readonly start: (signal: AbortSignal) => Promise<void>;
  /** What they saw since they were asked last; those that cannot be reached keep theirs. Never rejects. */
  readonly collect: (signal: AbortSignal) => Promise<readonly AgentSample[]>;
  /** Nodes whose agents have something that could not be fetched, or never answered. */
  readonly unheard: () => readonly string[];
}

/** When an agent gives a probe up. */
export const agentTimeoutMs = 2000;
