/** What was seen of a call. Instants in ms since the run began. */
export interface Sight {
  connectedAt?: number;
  securedAt?: number;
  firstByteAt?: number;
  remoteAddress?: string;
  reusedConnection: boolean;
}
