import type { Process } from '../engine/process.ts';

/** How many requests are worked on at a time, and who waits: what priority and fairness makes of the limits. */
export interface Seats {
  /** Calls `seated` when there is a seat, to be left once; `refused` when there will be none, and says why. */
  readonly take: (seated: () => void, refused: (reason: Refusal) => void) => void;
  readonly leave: () => void;
}

/** Why there was no seat, in the words of the real series: the wait was too long, or the line is full. */
export type Refusal = 'time-out' | 'queue-full';

export interface SeatOptions {
  readonly process: Process;
  /** --max-requests-inflight and --max-mutating-requests-inflight together (k8s.io/apiserver, server/config.go). */
  readonly seats: number;
  /** A quarter of the request timeout (same place, RequestWaitLimit). */
  readonly patienceMs: number;
}

/** 64 queues of 50 places each (flowcontrol bootstrap, the limited levels' defaults). */
const longestLine = 3200;

/** Seats, none of which is taken. */
export function seatsOf({ process, seats, patienceMs }: SeatOptions): Seats {
  const line = new Set<{ readonly sit: () => void }>();
  let taken = 0;
  const sit = (seated: () => void): void => {
    taken += 1;
    seated();
  };
  return {
    leave: () => {
      taken -= 1;
      const [next] = line;
      if (next === undefined) return;
      line.delete(next);
      next.sit();
    },
    take: (seated, refused) => {
      if (taken < seats) {
        sit(seated);
        return;
      }
      if (line.size >= longestLine) {
        refused('queue-full');
        return;
      }
      const disarm = process.after(patienceMs, () => {
        line.delete(place);
        refused('time-out');
      });
      const place = {
        sit: () => {
          disarm();
          sit(seated);
        },
      };
      line.add(place);
    },
  };
}
