import type { ChaosSpec } from '../experiment.ts';
import { invalid, percentProblems } from './refusal.ts';

/** The blocks of traffic control that a NetworkChaos may have. */
interface Blocks {
  readonly delay?: { readonly correlation?: string; readonly jitter?: string };
  readonly loss?: { readonly loss?: string; readonly correlation?: string };
  readonly duplicate?: { readonly duplicate?: string; readonly correlation?: string };
  readonly corrupt?: { readonly corrupt?: string; readonly correlation?: string };
  readonly bandwidth?: { readonly rate?: string };
}

const units = ['tbps', 'gbps', 'mbps', 'kbps', 'bps', 'tbit', 'gbit', 'mbit', 'kbit', 'bit'];

/** Mistakes of a NetworkChaos beside its selection. A partition is not looked at any further. */
export function networkProblems(spec: ChaosSpec): readonly string[] {
  if (spec.action === 'partition') return [];
  const { delay, loss, duplicate, corrupt, bandwidth } = spec as unknown as Blocks;
  const path = 'Spec.TcParameter';
  return [
    ...directionProblems(spec),
    ...percentProblems(`${path}.Delay.Correlation`, delay?.correlation),
    ...percentProblems(`${path}.Loss.Loss`, loss?.loss),
    ...percentProblems(`${path}.Loss.Correlation`, loss?.correlation),
    ...percentProblems(`${path}.Duplicate.Duplicate`, duplicate?.duplicate),
    ...percentProblems(`${path}.Duplicate.Correlation`, duplicate?.correlation),
    ...percentProblems(`${path}.Corrupt.Corrupt`, corrupt?.corrupt),
    ...percentProblems(`${path}.Corrupt.Correlation`, corrupt?.correlation),
    ...rateProblems(`${path}.Bandwidth.Rate`, bandwidth?.rate),
  ];
}

function directionProblems({ direction = 'to', target, externalTargets = [] }: ChaosSpec): readonly string[] {
  if (direction === 'to') return [];
  if (target === undefined) {
    const why = '`from` and `both` direction cannot be used when targets is empty in netem action';
    return [invalid('Spec.direction', direction, why)];
  }
  if (externalTargets.length === 0) return [];
  const why = 'external targets cannot be used with `from` and `both` direction in netem action yet';
  return [invalid('Spec.externalTargets', externalTargets, why)];
}

function rateProblems(path: string, rate: string | undefined): readonly string[] {
  if (rate === undefined) return [];
  const text = rate.trim().toLowerCase();
  const unit = units.find((one) => text.endsWith(one));
  if (unit === undefined) return [invalid(path, rate, 'parse rate field error:invalid unit')];
  const number = text.slice(0, -unit.length);
  if (/^\d+$/.test(number)) return [];
  const why = `strconv.ParseUint: parsing ${JSON.stringify(number)}: invalid syntax`;
  return [invalid(path, rate, `parse rate field error:${why}`)];
}

/** What the mutating webhook fills in. */
export function withNetworkDefaults(spec: ChaosSpec): ChaosSpec {
  const { delay } = spec as unknown as Blocks;
  const filled = delay === undefined ? {} : { delay: { jitter: '0ms', correlation: '0', ...delay } };
  return { ...spec, direction: spec.direction ?? 'to', ...filled };
}
