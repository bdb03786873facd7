/**
 * Fields by their number, from 1 on, of the types that kubectl and helm send as protobuf (k8s.io/api and k8s.io/apimachinery,
 * generated.proto). `-`: a number that is not used. What a field is, `api/types/fields.json` says.
 */
const table: Readonly<Record<string, string>> = {
  V1ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers',
  V1OwnerReference: 'kind - name uid apiVersion controller blockOwnerDeletion',
  V1LabelSelector: 'matchLabels matchExpressions',
  V1LabelSelectorRequirement: 'key operator values',
  V1DeleteOptions: 'gracePeriodSeconds preconditions orphanDependents propagationPolicy dryRun',
  V1Preconditions: 'uid resourceVersion',
  V1Eviction: 'metadata deleteOptions',
  V1Scale: 'metadata spec status',
  V1ScaleSpec: 'replicas',
  V1Secret: 'metadata data type stringData immutable',
  V1ConfigMap: 'metadata data binaryData immutable',
  V1Namespace: 'metadata spec status',
  V1NamespaceSpec: 'finalizers',
  V1ServiceAccount: 'metadata secrets imagePullSecrets automountServiceAccountToken',
  V1LocalObjectReference: 'name',
  V1Service: 'metadata spec status',
  V1ServiceSpec:
    'ports selector clusterIP type externalIPs - sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses',
  V1ServicePort: 'name protocol port targetPort nodePort appProtocol',
  V1Deployment: 'metadata spec status',
  V1DeploymentSpec:
    'replicas selector template strategy minReadySeconds revisionHistoryLimit paused - progressDeadlineSeconds',
  V1DeploymentStrategy: 'type rollingUpdate',
  V1RollingUpdateDeployment: 'maxUnavailable maxSurge',
  V1Job: 'metadata spec status',
  V1JobSpec:
    'parallelism completions activeDeadlineSeconds selector manualSelector template backoffLimit ttlSecondsAfterFinished completionMode suspend',
  V1CronJob: 'metadata spec status',
  V1CronJobSpec:
    'schedule startingDeadlineSeconds concurrencyPolicy suspend jobTemplate successfulJobsHistoryLimit failedJobsHistoryLimit timeZone',
  V1JobTemplateSpec: 'metadata spec',
  V1PodTemplateSpec: 'metadata spec',
  V1Pod: 'metadata spec status',
  V1PodSpec:
    'volumes containers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC securityContext imagePullSecrets hostname subdomain affinity schedulerName initContainers automountServiceAccountToken tolerations hostAliases priorityClassName priority',
  V1Container:
    'name image command args workingDir ports env resources volumeMounts livenessProbe readinessProbe lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty envFrom terminationMessagePolicy volumeDevices startupProbe',
  V1ContainerPort: 'name hostPort containerPort protocol hostIP',
  V1EnvVar: 'name value valueFrom',
  V1Toleration: 'key operator value effect tolerationSeconds',
  V1Role: 'metadata rules',
  V1ClusterRole: 'metadata rules aggregationRule',
  V1PolicyRule: 'verbs apiGroups resources resourceNames nonResourceURLs',
  V1RoleBinding: 'metadata subjects roleRef',
  V1ClusterRoleBinding: 'metadata subjects roleRef',
  RbacV1Subject: 'kind apiGroup name namespace',
  V1RoleRef: 'apiGroup kind name',
  V1PodDisruptionBudget: 'metadata spec status',
  V1PodDisruptionBudgetSpec: 'minAvailable selector maxUnavailable unhealthyPodEvictionPolicy',
  V1Lease: 'metadata spec',
  V1LeaseSpec: 'holderIdentity leaseDurationSeconds acquireTime renewTime leaseTransitions',
  V1SelfSubjectAccessReview: 'metadata spec status',
  V1SelfSubjectAccessReviewSpec: 'resourceAttributes nonResourceAttributes',
  V1ResourceAttributes: 'namespace verb group version resource subresource name',
  V1NonResourceAttributes: 'path verb',
  V1SelfSubjectRulesReview: 'metadata spec status',
  V1SelfSubjectRulesReviewSpec: 'namespace',
  V1SelfSubjectReview: 'metadata status',
};

/** The name of a type's field by its number; undefined where it is not known. */
export function fieldNumbered(type: string, number: number): string | undefined {
  const name = table[type]?.split(' ')[number - 1];
  return name === '-' ? undefined : name;
}

/** Whether a type can be read. */
export function isReadable(type: string): boolean {
  return table[type] !== undefined;
}

/** Fields of bytes, which JSON has as base64. */
export const bytesFields: readonly string[] = ['V1Secret.data', 'V1ConfigMap.binaryData'];
