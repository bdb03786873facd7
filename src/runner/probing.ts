import type { Clock } from '../base/clock.ts';
import type { Cluster, SentCount } from '../core/cluster.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { BoundProbe } from '../core/probe.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Recorder } from './recorder.ts';
import { within } from './within.ts';

/** How long requests and watches may take to end after they were told to. Requests give up after seconds. */
const windUpMs = 60_000;

/** What probes work with. */
interface ProbesAt {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Recorder;
}

/** Probes at work. */
export interface Probing {
  readonly streams: readonly StreamSpec[];
  /** Stops sending, waits for what is under way, and closes the recorder. Answers with what was due and what was sent. */
  readonly stop: () => Promise<SentCount>;
}

/** The streams of all probes. Throws HarnessError('scenario-invalid') when two have one id: their samples would mix. */
function streamsOf(probes: readonly BoundProbe[], cluster: Cluster): readonly StreamSpec[] {
  const streams = probes.flatMap((probe) => probe.streams(cluster.targets));
  const seen = new Set<string>();
  for (const { id } of streams) {
    if (seen.has(id)) {
      throw new HarnessError('scenario-invalid', `two probes send the stream "${id}"`, {
        hint: 'Name each probe once.',
      });
    }
    seen.add(id);
  }
  return streams;
}

/** Lets the probes put in place what they need, all at once: so that its cost is not in the baseline. */
export async function prepareProbes(
  probes: readonly BoundProbe[],
  { cluster, clock, log, signal }: ProbesAt & { readonly signal: AbortSignal },
): Promise<void> {
  const context = { clock, cluster, signal, emit: log.observe };
  const prepare = async (probe: BoundProbe): Promise<void> => {
    try {
      await probe.prepare?.(context);
    } catch (error) {
      log.mark('problem', `a probe could not be prepared: ${messageOf(error)}`);
    }
  };
  await Promise.all(probes.map(prepare));
}

/** Starts all probes. One that fails is a problem on the timeline, not the end of the run. */
export function startProbes(probes: readonly BoundProbe[], { cluster, clock, log }: ProbesAt): Probing {
  const streams = streamsOf(probes, cluster);
  const over = new AbortController();
  const { signal } = over;
  const startAt = clock.now();

  const sending = cluster.requests(streams, log.observe, signal).then(
    (count): SentCount | undefined => {
      if (signal.aborted) return count;
      if (streams.length > 0) log.mark('problem', 'the sender of requests ended before the run did');
      return undefined;
    },
    (error: unknown) => {
      log.mark('problem', `the sender of requests failed: ${messageOf(error)}`);
      return undefined;
    },
  );
  const watching = probes.map(async (probe) => {
    try {
      await probe.observe({ clock, cluster, signal, emit: log.observe });
    } catch (error) {
      log.mark('problem', `a probe failed: ${messageOf(error)}`);
    }
  });

  /** A sender that broke cannot say what it left out: the schedule can. */
  const fromSchedule = (endAt: number): SentCount => ({
    planned: streams.reduce((sum, stream) => sum + dueBetween(stream, startAt, endAt), 0),
    sent: log.requests(),
    cpuMs: 0,
    rssMb: 0,
  });
  const windUp = async <T>(what: string, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await within({ clock, ms: windUpMs, what }, () => work);
    } catch (error) {
      log.mark('problem', messageOf(error));
      return undefined;
    }
  };
  return {
    streams,
    stop: async () => {
      const endAt = clock.now();
      over.abort();
      const [count] = await Promise.all([
        windUp('the end of the requests', sending),
        windUp('the end of the probes', Promise.all(watching)),
      ]);
      log.close();
      return count ?? fromSchedule(endAt);
    },
  };
}

function dueBetween(stream: StreamSpec, startAt: number, endAt: number): number {
  return Math.max(0, Math.ceil((endAt - startAt - stream.phaseMs) / stream.periodMs));
}
