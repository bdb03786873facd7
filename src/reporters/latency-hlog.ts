import { build, type Histogram, HistogramLogWriter } from 'hdr-histogram-js';
import type { Reporter } from '../core/report.ts';
import { clientLatencyMs, requestsByStream, type StreamRequests } from './requests.ts';

const intervalMs = 10_000;
/** Values are µs, the log's maximum column is ms. */
const maxValueUnitRatio = 1000;

/** latency.hlog: an HdrHistogram interval log, tagged by stream; client latency in µs, failures charged their timeout. */
export const latencyHlog: Reporter<string> = {
  name: 'latency-hlog',
  summary: 'Latency of every stream as an HdrHistogram interval log.',
  file: 'latency.hlog',
  render: (report, timeline) => {
    const lines: string[] = [];
    const writer = new HistogramLogWriter((text) => lines.push(text));
    const started = new Date(timeline.startedAtUnixMs);
    writer.outputLogFormatVersion();
    writer.outputComment(`[run ${report.id}, ${report.backend}${report.simulated ? ', SIMULATED' : ''}]`);
    writer.outputComment('[values in us from the scheduled instant; failures charged max(elapsed, timeout)]');
    // The writer's own outputStartTime prints the local time zone: the same run would give other bytes elsewhere.
    writer.outputComment(
      `[StartTime: ${(started.getTime() / 1000).toFixed(3)} (seconds since epoch), ${started.toISOString()}]`,
    );
    writer.outputLegend();
    // One for all intervals: it grows to the largest value once, and not in each of a thousand.
    const histogram = build({ numberOfSignificantValueDigits: 3 });
    for (const entry of requestsByStream(timeline)) writeStream(writer, entry, histogram);
    return lines.join('');
  },
};

function writeStream(writer: HistogramLogWriter, { stream, requests }: StreamRequests, histogram: Histogram): void {
  // Log fields end at spaces and commas.
  const tag = stream.id.replace(/[\s,]+/g, '/');
  let interval: number | undefined;
  const write = (): void => {
    if (interval === undefined) return;
    histogram.tag = tag;
    const startSeconds = (interval * intervalMs) / 1000;
    writer.outputIntervalHistogram(histogram, startSeconds, startSeconds + intervalMs / 1000, maxValueUnitRatio);
  };
  for (const request of requests) {
    const its = Math.floor(request.scheduledAt / intervalMs);
    if (its !== interval) {
      write();
      histogram.reset();
      interval = its;
    }
    histogram.recordValue(Math.max(1, Math.round(clientLatencyMs(request, stream) * 1000)));
  }
  write();
}
