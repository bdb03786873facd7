/** Compiled by `npm run types`, never run: what the types must take, and what they must refuse. */
import {
  all,
  awsChaos,
  type ChaosMeshObject,
  dnsChaos,
  type Experiment,
  fixed,
  type GoDuration,
  httpChaos,
  ioChaos,
  jvmChaos,
  networkChaos,
  one,
  physicalMachineChaos,
  podChaos,
  type PodChaosSpec,
  podsLabelled,
  remoteCluster,
  schedule,
  type ScheduleSpec,
  stressChaos,
  type WorkflowTemplate,
} from '../src/index.ts';

const place = { name: 'x', namespace: 'app' };
const web = podsLabelled('app', { app: 'web' });

// Each action has its own fields.
podChaos({ ...place, spec: { action: 'pod-kill', ...one(web), gracePeriod: 0 } });
podChaos({ ...place, spec: { action: 'container-kill', ...one(web), containerNames: ['a'] } });
// @ts-expect-error container-kill needs the names of containers.
podChaos({ ...place, spec: { action: 'container-kill', ...one(web) } });
// @ts-expect-error pod-failure has no grace period.
podChaos({ ...place, spec: { action: 'pod-failure', ...one(web), gracePeriod: 0 } });
// @ts-expect-error There is no such action.
podChaos({ ...place, spec: { action: 'pod-stop', ...one(web) } });
// @ts-expect-error A selector must say how many.
podChaos({ ...place, spec: { action: 'pod-kill', selector: web } });
// @ts-expect-error An object in a namespace must name it.
podChaos({ name: 'x', spec: { action: 'pod-kill', ...one(web) } });

networkChaos({ ...place, spec: { action: 'delay', ...all(web), delay: { latency: '50ms', correlation: '25' } } });
// @ts-expect-error delay needs its block.
networkChaos({ ...place, spec: { action: 'delay', ...all(web) } });
// @ts-expect-error A latency has one unit only.
networkChaos({ ...place, spec: { action: 'delay', ...all(web), delay: { latency: '1m30s' } } });
// @ts-expect-error A percentage has no sign.
networkChaos({ ...place, spec: { action: 'loss', ...all(web), loss: { loss: '50%' } } });
// @ts-expect-error mbps, not mb.
networkChaos({ ...place, spec: { action: 'bandwidth', ...all(web), bandwidth: { rate: '1mb', limit: 1, buffer: 1 } } });

// @ts-expect-error fixed needs a number.
podChaos({ ...place, spec: { action: 'pod-kill', mode: 'fixed', selector: web } });
// @ts-expect-error The number is a text.
podChaos({ ...place, spec: { action: 'pod-kill', mode: 'fixed', value: 2, selector: web } });
podChaos({ ...place, spec: { action: 'pod-kill', ...fixed(2, web) } });

ioChaos({ ...place, spec: { action: 'fault', ...one(web), volumePath: '/data', errno: 5 } });
// @ts-expect-error fault needs the number of an error.
ioChaos({ ...place, spec: { action: 'fault', ...one(web), volumePath: '/data' } });
jvmChaos({ ...place, spec: { action: 'stress', ...one(web), memType: 'heap' } });
// @ts-expect-error There are stack and heap.
jvmChaos({ ...place, spec: { action: 'stress', ...one(web), memType: 'tape' } });
// @ts-expect-error detach-volume needs volume and device.
awsChaos({ ...place, spec: { action: 'detach-volume', awsRegion: 'r', ec2Instance: 'i' } });
// @ts-expect-error A port is needed, whatever the schema says.
httpChaos({ ...place, spec: { target: 'Request', ...one(web), abort: true } });
// @ts-expect-error Stressors are needed, whatever the schema says.
stressChaos({ ...place, spec: { ...one(web) } });
dnsChaos({ ...place, spec: { action: 'error', ...one(web), patterns: ['a.*'], duration: '1m30s' } });

const machine = { action: 'clock', mode: 'one', clock: { pid: 1, 'time-offset': '1s' } } as const;
physicalMachineChaos({ ...place, spec: { ...machine, address: ['a'] } });
// @ts-expect-error Address or selector, not both.
physicalMachineChaos({ ...place, spec: { ...machine, address: ['a'], selector: {} } });
// @ts-expect-error process needs the block of its name.
physicalMachineChaos({ ...place, spec: { action: 'process', mode: 'one', address: ['a'] } });

const kubeConfig = { secretRef: { name: 's', namespace: 'n', key: 'k' } };
remoteCluster({ name: 'x', spec: { namespace: 'n', version: '2.8.3', kubeConfig } });
// @ts-expect-error A remote cluster is in no namespace.
remoteCluster({ ...place, spec: { namespace: 'n', version: '2.8.3', kubeConfig }, namespace: 'app' });

// A Schedule holds the block of its type, a template that of its own.
const kill: PodChaosSpec = { action: 'pod-kill', ...one(web) };
schedule({ ...place, spec: { schedule: '@hourly', type: 'PodChaos', podChaos: kill } });
// @ts-expect-error The block is another type's.
export const mismatched: ScheduleSpec = { schedule: '@hourly', type: 'NetworkChaos', podChaos: kill };
// @ts-expect-error A pause needs an end.
export const endless: WorkflowTemplate = { name: 'a', templateType: 'Suspend' };
export const pause: WorkflowTemplate = { name: 'a', templateType: 'Suspend', deadline: '1h30m' };

export const durations: readonly GoDuration[] = ['300ms', '1m30s', '-10m', '1h', '0.5s'];
// @ts-expect-error There are no days.
export const days: GoDuration = '1d';
// @ts-expect-error A number needs a unit.
export const bare: GoDuration = '30';

/** Objects are told apart by `kind`, specs by `action`. */
export function containersOf(object: ChaosMeshObject): readonly string[] {
  if (object.kind !== 'PodChaos') return [];
  return object.spec.action === 'container-kill' ? object.spec.containerNames : [];
}

/** Not every object breaks something by itself. */
export function isWorkflow(experiment: Experiment): boolean {
  // @ts-expect-error A Workflow is no experiment.
  return experiment.kind === 'Workflow';
}
