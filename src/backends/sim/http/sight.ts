/** What was seen of a call. Instants in ms since the run began. All fields are there from the start: objects of one shape are quick to read. */
export interface Sight {
  connectedAt: number | undefined;
  securedAt: number | undefined;
  firstByteAt: number | undefined;
  remoteAddress: string | undefined;
  reusedConnection: boolean;
}

/** Nothing was seen yet. */
export function noSight(reusedConnection: boolean): Sight {
  return {
    connectedAt: undefined,
    securedAt: undefined,
    firstByteAt: undefined,
    remoteAddress: undefined,
    reusedConnection,
  };
}
