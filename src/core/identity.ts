/** How what the harness makes is told from everything else. */
export const managedByLabel = 'app.kubernetes.io/managed-by';
export const managedBy = 'aftershock';
export const runLabel = 'aftershock.dev/run';
/** On a namespace: whoever answers for it allows faults in it. Asked for only on clusters that are not the harness's own. */
export const allowFaultsLabel = 'aftershock.dev/allow-faults';
/** Where scenarios' workloads live; kept between runs. */
export const workloadNamespace = 'aftershock';

/** The namespace of a run's own objects. */
export function runNamespace(runId: string): string {
  return `aftershock-run-${runId}`;
}

/** Labels of every object that a run makes. */
export function runLabels(runId: string): Readonly<Record<string, string>> {
  return { [managedByLabel]: managedBy, [runLabel]: runId };
}
