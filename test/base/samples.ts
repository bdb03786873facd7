import { type Block, type Labels, PageReader } from '../../src/base/prometheus-text.ts';

/** One line of a Prometheus page. */
export interface Sample {
  readonly name: string;
  /** But for a bucket's bound. */
  readonly labels: Labels;
  readonly bound?: number;
  readonly value: number;
}

type Read = Pick<Sample, 'name' | 'labels'>;

/** The samples of one page whose names are wanted, in their order. */
export function readSamples(text: string, names: ReadonlySet<string>): readonly Sample[] {
  return samplesOf(new PageReader({ names, meaning: toBeRead }).read(text));
}

/** Each series by itself. */
export function toBeRead(name: string, labels: Labels): Read {
  return { name, labels };
}

export function samplesOf(blocks: readonly Block<Read>[]): readonly Sample[] {
  return blocks.flatMap(({ of, samples }) =>
    samples.map(({ value, bound }) => ({ ...of, ...(bound === undefined ? {} : { bound }), value })),
  );
}
