import { without } from '../../../../base/without.ts';
import type { StoredObject } from '../../store/object.ts';
import { sameJson } from '../merge.ts';
import { type Cause, forbidden, required, unsupported } from '../status.ts';
import { labelCauses } from './names.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is wrong with a pod's spec, or a template's. */
export function podCauses(spec: Json, path: string): readonly Cause[] {
  const containers = (spec['containers'] ?? []) as readonly Json[];
  const policy = spec['restartPolicy'];
  const known = ['Always', 'OnFailure', 'Never'];
  const seen = new Set<unknown>();
  return [
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((container, index) => {
      const name = typeof container['name'] === 'string' ? container['name'] : '';
      const twice: readonly Cause[] = seen.has(name)
        ? [
            {
              field: `${path}.containers[${index}].name`,
              reason: 'FieldValueDuplicate',
              message: `Duplicate value: ${JSON.stringify(name)}`,
            },
          ]
        : [];
      seen.add(name);
      return [...containerCauses(container, name, `${path}.containers[${index}]`), ...twice];
    }),
    ...(policy === undefined || known.includes(policy as string)
      ? []
      : [unsupported(`${path}.restartPolicy`, policy, known)]),
  ];
}

function containerCauses(container: Json, name: string, path: string): readonly Cause[] {
  return [
    ...(name === '' ? [required(`${path}.name`)] : labelCauses(`${path}.name`, name)),
    ...((container['image'] ?? '') === '' ? [required(`${path}.image`)] : []),
  ];
}

const mutable =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** A pod that runs changes little: its images, its deadline, more tolerations. */
export function podUpdateCauses(before: StoredObject, after: StoredObject): readonly Cause[] {
  if (before['spec'] === after['spec']) return [];
  return sameJson(fixed(before), fixed(after)) ? [] : [forbidden('spec', mutable)];
}

function fixed(pod: StoredObject): Json {
  const spec = pod['spec'] as Json;
  const rest = without(spec, 'nodeName', 'activeDeadlineSeconds', 'tolerations', 'schedulingGates');
  const plain = (list: unknown): unknown =>
    Array.isArray(list) ? (list as readonly Json[]).map((container) => ({ ...container, image: '' })) : list;
  return { ...rest, containers: plain(spec['containers']), initContainers: plain(spec['initContainers']) };
}
