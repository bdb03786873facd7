import type { ChaosSpec, HttpChaosSpec } from '../experiment.ts';
import { goDuration } from '../go-duration.ts';
import { durationProblems, durationWhy, invalid } from './refusal.ts';

/** A container-kill has to say which. */
export function podProblems({ action, containerNames = [] }: ChaosSpec): readonly string[] {
  if (action !== 'container-kill' || containerNames.length > 0) return [];
  const why = 'the name of container is required on container-kill action: invalid value';
  return [`Spec.containerNames: Invalid value: null: ${why}`];
}

const sizePattern = /^\d+(\.\d+)?\s*(([kmgt]i?)?b?|%)$/i;

/** A StressChaos needs something to stress with. */
export function stressProblems(spec: ChaosSpec): readonly string[] {
  const { selector, mode, value, containerNames, stressors, stressngStressors, duration } = spec;
  if (stressngStressors !== undefined && stressngStressors !== '') return [];
  // In the order of the Go struct's fields.
  if (stressors === undefined) {
    return [invalid('Spec', { selector, mode, value, containerNames, duration }, 'missing stressors')];
  }
  const { cpu, memory } = stressors;
  if (cpu === undefined && memory === undefined) return [invalid('Spec.Stressors', stressors, 'missing stressors')];
  const { size = '' } = memory ?? {};
  const path = 'Spec.Stressors.MemoryStressor.Size';
  if (size !== '' && !sizePattern.test(size)) {
    return [invalid(path, size, `incorrect bytes format: invalid size: '${size}'`)];
  }
  return size.endsWith('%') && Number(size.slice(0, -1)) > 100
    ? [invalid(path, size, 'incorrect bytes format: illegal proportion')]
    : [];
}

/** Its duration is looked at by nobody. */
export function timeProblems({ timeOffset = '' }: ChaosSpec): readonly string[] {
  const why = durationWhy(timeOffset);
  return why === undefined ? [] : [invalid('Spec.TimeOffset', timeOffset, `parse timeOffset field error:${why}`)];
}

export function ioProblems({ action, errno = 0, percent = 100, delay }: ChaosSpec): readonly string[] {
  return [
    ...(action === 'fault' && errno === 0 ? [invalid('Spec.errno', 0, 'action fault: errno 0 is not supported')] : []),
    ...(percent < 0 || percent > 100 ? [invalid('Spec.percent', percent, 'percent field should be in 0-100')] : []),
    ...durationProblems('Spec.Delay', typeof delay === 'string' ? delay : undefined),
  ];
}

const targets: readonly string[] = ['Request', 'Response'];
const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

export function httpProblems(spec: ChaosSpec): readonly string[] {
  const { target, port, method, delay } = spec as unknown as HttpChaosSpec;
  const bad = delay !== undefined && goDuration(delay) === undefined;
  return [
    ...(targets.includes(target) ? [] : [invalid('Spec.target', target, `target ${target} is not supported`)]),
    ...(port > 0 ? [] : [invalid('Spec.port', port, `port ${port} is not supported`)]),
    ...(method === undefined || methods.includes(method)
      ? []
      : [invalid('Spec.method', method, `method ${method} is not supported`)]),
    ...(bad ? [invalid('Spec.PodHttpChaosActions.delay', delay, `invalid duration ${delay}`)] : []),
  ];
}
