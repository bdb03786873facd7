import { embeddedFields, isExperimentKind, type NetworkChaosSpec } from 'chaos-mesh-types';
import type { KernelModule, Need } from '../core/fault.ts';

type Given = Readonly<Record<string, unknown>>;

/** What holds a packet back, drops it, or doubles it: netem; what lets only so much pass: a token bucket. */
const queues: Readonly<Record<Exclude<NetworkChaosSpec['action'], 'partition'>, 'sch_netem' | 'sch_tbf'>> = {
  netem: 'sch_netem',
  delay: 'sch_netem',
  loss: 'sch_netem',
  duplicate: 'sch_netem',
  corrupt: 'sch_netem',
  bandwidth: 'sch_tbf',
};

/** What chooses packets by their ends: chaos-daemon puts its queue into a band of a prio one, and plain queues into the others (pkg/chaosdaemon/tc_server.go). */
const choosing: readonly KernelModule[] = ['ip_set', 'sch_prio', 'sch_sfq'];

/** What a NetworkChaos needs: of some peers alone when it has a target. */
export function networkNeeds(action: NetworkChaosSpec['action'], hasTarget: boolean): readonly Need[] {
  if (action === 'partition') return ['NetworkChaos', 'ip_set'];
  return ['NetworkChaos', queues[action], ...(hasTarget ? choosing : [])];
}

/** What any Chaos Mesh object needs, as it is written: of a Schedule and a Workflow also what they make. */
export function needsOf(object: unknown): readonly Need[] {
  const { kind, spec } = asGiven(object);
  const own = asGiven(spec);
  if (isExperimentKind(kind)) return needsOfExperiment(kind, own);
  if (kind === 'Schedule') return unique(['Schedule', ...needsOfEmbedded(own['type'], own)]);
  return kind === 'Workflow' ? unique(['Workflow', ...needsOfTemplates(own)]) : [];
}

function needsOfExperiment(kind: keyof typeof embeddedFields, spec: Given): readonly Need[] {
  if (kind !== 'NetworkChaos') return [kind];
  const action = spec['action'] as NetworkChaosSpec['action'];
  return networkNeeds(action, spec['target'] !== undefined || spec['externalTargets'] !== undefined);
}

/** The block of a Schedule or a template, by the kind that it names. */
function needsOfEmbedded(kind: unknown, holder: Given): readonly Need[] {
  if (isExperimentKind(kind)) return needsOfExperiment(kind, asGiven(holder[embeddedFields[kind]]));
  if (kind === 'Schedule') return needsOf({ kind, spec: holder['schedule'] });
  return kind === 'Workflow' ? needsOf({ kind, spec: holder['workflow'] }) : [];
}

function needsOfTemplates({ templates }: Given): readonly Need[] {
  const all = Array.isArray(templates) ? templates.map(asGiven) : [];
  return all.flatMap((template) => needsOfEmbedded(template['templateType'], template));
}

function asGiven(value: unknown): Given {
  return typeof value === 'object' && value !== null ? (value as Given) : {};
}

function unique(needs: readonly Need[]): readonly Need[] {
  return [...new Set(needs)];
}
