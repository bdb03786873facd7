export const apiVersion = 'chaos-mesh.org/v1alpha1';

export interface ObjectMeta {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Which pods. All fields are ANDed, but `pods` silences the others, and `nodes` and `nodeSelectors` are united. */
export interface PodSelector {
  readonly namespaces?: readonly string[];
  readonly labelSelectors?: Readonly<Record<string, string>>;
  readonly annotationSelectors?: Readonly<Record<string, string>>;
  readonly fieldSelectors?: Readonly<Record<string, string>>;
  readonly expressionSelectors?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
  readonly nodes?: readonly string[];
  readonly nodeSelectors?: Readonly<Record<string, string>>;
  /** Pod names by namespace. */
  readonly pods?: Readonly<Record<string, readonly string[]>>;
  readonly podPhaseSelectors?: readonly string[];
}

/** How many of the selected: `value` is a string where the mode takes a number. */
export type SelectorMode =
  | { readonly mode: 'one' | 'all'; readonly value?: never }
  | { readonly mode: 'fixed' | 'fixed-percent' | 'random-max-percent'; readonly value: string };

/** A Go duration: `300ms`, `1m30s`. */
export type GoDuration = string;

export type PodSelectorSpec = SelectorMode & { readonly selector: PodSelector };

/** The status that every experiment kind carries. */
export interface ChaosStatus {
  readonly conditions?: readonly {
    readonly type: 'Selected' | 'AllInjected' | 'AllRecovered' | 'Paused';
    readonly status: 'True' | 'False';
    readonly reason?: string;
  }[];
  readonly experiment?: {
    readonly desiredPhase?: 'Run' | 'Stop';
    readonly containerRecords?: readonly ChaosRecord[];
  };
}

export interface ChaosRecord {
  /** `ns/pod` or `ns/pod/container`. */
  readonly id: string;
  readonly selectorKey: string;
  readonly phase: 'Not Injected' | 'Not Injected/Wait' | 'Injected' | 'Injected/Wait';
  readonly injectedCount: number;
  readonly recoveredCount: number;
  readonly events?: readonly {
    readonly type: 'Succeeded' | 'Failed';
    readonly operation: 'Apply' | 'Recover';
    readonly message?: string;
    readonly timestamp: string;
  }[];
}
