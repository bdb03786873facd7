import { type Labels, PageReader } from '../../src/base/prometheus-text.ts';

/** One line of a Prometheus page. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The samples of one page whose names are wanted, in their order. */
export function readSamples(text: string, names: ReadonlySet<string>): readonly Sample[] {
  const samples: Sample[] = [];
  const meaning = (name: string, labels: Labels): Omit<Sample, 'value'> => ({ name, labels });
  new PageReader({ names, meaning }).read(text, (series, value) => samples.push({ ...series, value }));
  return samples;
}
