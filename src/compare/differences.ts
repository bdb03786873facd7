import type { RunReport } from '../core/report.ts';

/** What differs between two runs beside their figures, and might explain them: a line each. */
export function differencesOf(before: RunReport, after: RunReport): readonly string[] {
  return [
    ...changed('backend', before.backend, after.backend),
    ...changed('probe path', before.probePath, after.probePath),
    ...changed('nodes', String(before.topology.nodes.length), String(after.topology.nodes.length)),
    ...entries('version of', before.versions, after.versions),
    ...entries('setting', before.topology.flags, after.topology.flags),
    ...changed(
      'overrides',
      before.scenario.overrides.join(' ') || 'none',
      after.scenario.overrides.join(' ') || 'none',
    ),
    ...(before.scenario.text === after.scenario.text ? [] : ['the scenario file was changed']),
  ];
}

function entries(
  what: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => changed(`${what} ${key}`, before[key] ?? 'unknown', after[key] ?? 'unknown'));
}

function changed(what: string, before: string, after: string): readonly string[] {
  return before === after ? [] : [`${what}: ${before} before, ${after} after`];
}
