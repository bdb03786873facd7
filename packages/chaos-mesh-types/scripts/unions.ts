/** What the schemas do not say: which fields go with which action, and which texts have a form. */

/** The fields of one variant, beside those that all variants share. */
export interface Variant {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Fields that all variants share, and this one must have. */
  readonly demands?: readonly string[];
}

/** A definition whose fields depend on the value of one of them. */
export interface Union {
  readonly by: string;
  /** `blocks`: each value needs the field of its name. */
  readonly variants: Readonly<Record<string, Variant>> | 'blocks';
}

const chaosFields = {
  AWSChaos: 'awsChaos',
  AzureChaos: 'azureChaos',
  BlockChaos: 'blockChaos',
  DNSChaos: 'dnsChaos',
  GCPChaos: 'gcpChaos',
  HTTPChaos: 'httpChaos',
  IOChaos: 'ioChaos',
  JVMChaos: 'jvmChaos',
  KernelChaos: 'kernelChaos',
  NetworkChaos: 'networkChaos',
  PhysicalMachineChaos: 'physicalmachineChaos',
  PodChaos: 'podChaos',
  StressChaos: 'stressChaos',
  TimeChaos: 'timeChaos',
} as const;

/** Which field of a Schedule or a Workflow template holds the spec of a kind. */
export const embeddedFields: Readonly<Record<string, string>> = chaosFields;

const embedded = Object.fromEntries(Object.entries(chaosFields).map(([kind, field]) => [kind, { required: [field] }]));
export const unions: Readonly<Record<string, Union>> = {
  PodChaosSpec: {
    by: 'action',
    variants: {
      'pod-kill': { optional: ['gracePeriod'] },
      'pod-failure': {},
      'container-kill': { required: ['containerNames'] },
    },
  },
  NetworkChaosSpec: {
    by: 'action',
    variants: {
      partition: {},
      delay: { required: ['delay'] },
      loss: { required: ['loss'] },
      duplicate: { required: ['duplicate'] },
      corrupt: { required: ['corrupt'] },
      bandwidth: { required: ['bandwidth'] },
      netem: { optional: ['delay', 'loss', 'duplicate', 'corrupt', 'rate'] },
    },
  },
  IOChaosSpec: {
    by: 'action',
    variants: {
      latency: { required: ['delay'] },
      fault: { required: ['errno'] },
      attrOverride: { required: ['attr'] },
      mistake: { required: ['mistake'] },
    },
  },
  DNSChaosSpec: { by: 'action', variants: { error: {}, random: {} } },
  BlockChaosSpec: { by: 'action', variants: { delay: { required: ['delay'] } } },
  JVMChaosSpec: {
    by: 'action',
    variants: {
      latency: { required: ['class', 'method', 'latency'] },
      return: { required: ['class', 'method', 'returnValue'] },
      exception: { required: ['class', 'method', 'exception'] },
      stress: { optional: ['cpuCount', 'memType'] },
      gc: {},
      ruleData: { required: ['ruleData'] },
      mysql: {
        required: ['mysqlConnectorVersion'],
        optional: ['database', 'table', 'sqlType', 'exception', 'latency'],
      },
    },
  },
  AWSChaosSpec: {
    by: 'action',
    variants: { 'ec2-stop': {}, 'ec2-restart': {}, 'detach-volume': { required: ['volumeID', 'deviceName'] } },
  },
  GCPChaosSpec: {
    by: 'action',
    variants: { 'node-stop': {}, 'node-reset': {}, 'disk-loss': { required: ['deviceNames'] } },
  },
  AzureChaosSpec: {
    by: 'action',
    variants: { 'vm-stop': {}, 'vm-restart': {}, 'disk-detach': { required: ['diskName', 'lun'] } },
  },
  // Every action has a block of its own name.
  PhysicalMachineChaosSpec: { by: 'action', variants: 'blocks' },
  ScheduleSpec: { by: 'type', variants: { ...embedded, Workflow: { required: ['workflow'] } } },
  ChaosOnlyScheduleSpec: { by: 'type', variants: embedded },
  WorkflowTemplate: {
    by: 'templateType',
    variants: {
      Serial: { required: ['children'] },
      Parallel: { required: ['children'] },
      Suspend: { demands: ['deadline'] },
      Task: { required: ['task'], optional: ['conditionalBranches'] },
      StatusCheck: { required: ['statusCheck'], optional: ['abortWithStatusCheck'] },
      Schedule: { required: ['schedule'] },
      ...embedded,
    },
  },
};

/** Fields of a definition that the schema calls optional and admission does not. */
export const required: Readonly<Record<string, readonly string[]>> = {
  HTTPChaosSpec: ['port'],
  StressChaosSpec: ['stressors'],
  ChaosOnlyScheduleSpec: ['concurrencyPolicy'],
};

/** Fields of a definition that the schema calls required though they may be absent. */
export const optional: Readonly<Record<string, readonly string[]>> = {
  // Written by the webhooks; an object that they did not see has none.
  ChaosStatus: ['experiment'],
};

/** Fields that no action uses. */
export const unused: Readonly<Record<string, readonly string[]>> = {
  // The enum of actions leaves them out.
  PhysicalMachineChaosSpec: ['http-abort', 'http-config', 'http-delay', 'http-request'],
};

const percentage = 'Percentage';

/** Types of texts, by `Definition.field`. A duration field of a spec is one without being listed. */
export const textTypes: Readonly<Record<string, string>> = {
  'NetworkChaosDelay.latency': 'SimpleDuration',
  'NetworkChaosDelay.jitter': 'SimpleDuration',
  'NetworkChaosDelay.correlation': percentage,
  'NetworkChaosDelayReorder.reorder': percentage,
  'NetworkChaosDelayReorder.correlation': percentage,
  'NetworkChaosLoss.loss': percentage,
  'NetworkChaosLoss.correlation': percentage,
  'NetworkChaosDuplicate.duplicate': percentage,
  'NetworkChaosDuplicate.correlation': percentage,
  'NetworkChaosCorrupt.corrupt': percentage,
  'NetworkChaosCorrupt.correlation': percentage,
  'NetworkChaosBandwidth.rate': 'NetworkRate',
  'NetworkChaosRate.rate': 'NetworkRate',
  'IOChaosSpec.delay': 'GoDuration',
  'HTTPChaosSpec.delay': 'GoDuration',
  'TimeChaosSpec.timeOffset': 'GoDuration',
  'WorkflowTemplate.deadline': 'GoDuration',
  'JVMChaosSpec.memType': "'stack' | 'heap'",
  'JVMChaosSpec.mysqlConnectorVersion': "'5' | '8'",
  'ExpressionSelector.operator': "'In' | 'NotIn' | 'Exists' | 'DoesNotExist'",
  'ChaosCondition.type': "'Selected' | 'AllInjected' | 'AllRecovered' | 'Paused'",
  'ChaosCondition.status': "'True' | 'False'",
  'ChaosRecord.phase': "'Not Injected' | 'Not Injected/Wait' | 'Injected' | 'Injected/Wait'",
  'ChaosRecordEvent.type': "'Succeeded' | 'Failed'",
  'ChaosRecordEvent.operation': "'Apply' | 'Recover'",
};
