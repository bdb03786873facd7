/** The version of the API that all objects here are of. */
export const apiVersion = 'chaos-mesh.org/v1alpha1';

/** Metadata of an object that is the same on every cluster: no namespace. */
export interface ClusterObjectMeta {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata of an object in a namespace. It must be named: a selector without namespaces means the object's own. */
export interface ObjectMeta extends ClusterObjectMeta {
  readonly namespace: string;
}
