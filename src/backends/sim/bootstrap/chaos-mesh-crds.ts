import { readFileSync } from 'node:fs';

/** A kind of Chaos Mesh as its CustomResourceDefinition has it (config/crd/bases of chaos-mesh/chaos-mesh, Apache-2.0, without its texts). */
interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly listKind: string;
  readonly scope: string;
  readonly shortNames: readonly string[];
  readonly status: boolean;
  readonly columns: readonly (readonly [string, string])[];
  readonly schema: object;
}

let read: readonly Kind[] | undefined;

function kinds(): readonly Kind[] {
  const text = (): string => readFileSync(new URL('./chaos-mesh-crds.json', import.meta.url), 'utf8');
  return (read ??= JSON.parse(text()) as readonly Kind[]);
}

/** An object that is not stored yet. */
interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [part: string]: unknown;
}

/** The CustomResourceDefinitions that Chaos Mesh's chart installs. */
export function chaosMeshDefinitions(stamp: string): readonly Draft[] {
  return kinds().map(
    ({ group, version, kind, plural, singular, listKind, scope, shortNames, status, columns, schema }) => {
      const names = { kind, plural, singular, listKind, ...(shortNames.length === 0 ? {} : { shortNames }) };
      const shown = columns.map(([name, jsonPath]) => ({ name, type: 'string', jsonPath }));
      const served = {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: schema },
        ...(shown.length === 0 ? {} : { additionalPrinterColumns: shown }),
        ...(status ? { subresources: { status: {} } } : {}),
      };
      const holds = (type: string): object => ({ type, status: 'True', lastTransitionTime: stamp });
      return {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}` },
        spec: { group, names, scope, versions: [served], conversion: { strategy: 'None' } },
        status: {
          acceptedNames: names,
          storedVersions: [version],
          conditions: ['NamesAccepted', 'Established'].map(holds),
        },
      };
    },
  );
}
