// Generated from crds/ by `npm run generate`. Do not edit.
import type { ExpressionSelector } from './common.ts';

/** `Workflow.spec.templates[].task.container`. */
export interface Container {
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: readonly ContainerEnvItem[];
  readonly envFrom?: readonly ContainerEnvFromItem[];
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly lifecycle?: ContainerLifecycle;
  readonly livenessProbe?: Probe;
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
  readonly readinessProbe?: Probe;
  readonly resizePolicy?: readonly ContainerResizePolicyItem[];
  readonly resources?: ContainerResources;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly ContainerRestartPolicyRule[];
  readonly securityContext?: ContainerSecurityContext;
  readonly startupProbe?: Probe;
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: string;
  readonly tty?: boolean;
  readonly volumeDevices?: readonly ContainerVolumeDevice[];
  readonly volumeMounts?: readonly ContainerVolumeMount[];
  readonly workingDir?: string;
}

/** `Workflow.spec.templates[].task.container.env[]`. */
export interface ContainerEnvItem {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: ContainerEnvItemValueFrom;
}

/** `Workflow.spec.templates[].task.container.env[].valueFrom`. */
export interface ContainerEnvItemValueFrom {
  readonly configMapKeyRef?: ContainerEnvItemValueFromConfigMapKeyRef;
  readonly fieldRef?: ContainerEnvItemValueFromFieldRef;
  readonly fileKeyRef?: ContainerEnvItemValueFromFileKeyRef;
  readonly resourceFieldRef?: ContainerEnvItemValueFromResourceFieldRef;
  readonly secretKeyRef?: ContainerEnvItemValueFromConfigMapKeyRef;
}

/** `Workflow.spec.templates[].task.container.env[].valueFrom.configMapKeyRef`. */
export interface ContainerEnvItemValueFromConfigMapKeyRef {
  readonly key: string;
  readonly name?: string;
  readonly optional?: boolean;
}

/** `Workflow.spec.templates[].task.container.env[].valueFrom.fieldRef`. */
export interface ContainerEnvItemValueFromFieldRef {
  readonly apiVersion?: string;
  readonly fieldPath: string;
}

/** `Workflow.spec.templates[].task.container.env[].valueFrom.fileKeyRef`. */
export interface ContainerEnvItemValueFromFileKeyRef {
  readonly key: string;
  readonly optional?: boolean;
  readonly path: string;
  readonly volumeName: string;
}

/** `Workflow.spec.templates[].task.container.env[].valueFrom.resourceFieldRef`. */
export interface ContainerEnvItemValueFromResourceFieldRef {
  readonly containerName?: string;
  readonly divisor?: number | string;
  readonly resource: string;
}

/** `Workflow.spec.templates[].task.container.envFrom[]`. */
export interface ContainerEnvFromItem {
  readonly configMapRef?: ContainerEnvFromItemConfigMapRef;
  readonly prefix?: string;
  readonly secretRef?: ContainerEnvFromItemConfigMapRef;
}

/** `Workflow.spec.templates[].task.container.envFrom[].configMapRef`. */
export interface ContainerEnvFromItemConfigMapRef {
  readonly name?: string;
  readonly optional?: boolean;
}

/** `Workflow.spec.templates[].task.container.lifecycle`. */
export interface ContainerLifecycle {
  readonly postStart?: LifecycleHandler;
  readonly preStop?: LifecycleHandler;
  readonly stopSignal?: string;
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart`. */
export interface LifecycleHandler {
  readonly exec?: ExecAction;
  readonly httpGet?: HttpGetAction;
  readonly sleep?: SleepAction;
  readonly tcpSocket?: TcpSocketAction;
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart.exec`. */
export interface ExecAction {
  readonly command?: readonly string[];
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart.httpGet`. */
export interface HttpGetAction {
  readonly host?: string;
  readonly httpHeaders?: readonly HttpHeader[];
  readonly path?: string;
  readonly port: number | string;
  readonly scheme?: string;
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart.httpGet.httpHeaders[]`. */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart.sleep`. */
export interface SleepAction {
  readonly seconds: number;
}

/** `Workflow.spec.templates[].task.container.lifecycle.postStart.tcpSocket`. */
export interface TcpSocketAction {
  readonly host?: string;
  readonly port: number | string;
}

/** `Workflow.spec.templates[].task.container.livenessProbe`. */
export interface Probe {
  readonly exec?: ExecAction;
  readonly failureThreshold?: number;
  readonly grpc?: GrpcAction;
  readonly httpGet?: HttpGetAction;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly tcpSocket?: TcpSocketAction;
  readonly terminationGracePeriodSeconds?: number;
  readonly timeoutSeconds?: number;
}

/** `Workflow.spec.templates[].task.container.livenessProbe.grpc`. */
export interface GrpcAction {
  readonly port: number;
  readonly service?: string;
}

/** `Workflow.spec.templates[].task.container.ports[]`. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly hostIP?: string;
  readonly hostPort?: number;
  readonly name?: string;
  readonly protocol?: string;
}

/** `Workflow.spec.templates[].task.container.resizePolicy[]`. */
export interface ContainerResizePolicyItem {
  readonly resourceName: string;
  readonly restartPolicy: string;
}

/** `Workflow.spec.templates[].task.container.resources`. */
export interface ContainerResources {
  readonly claims?: readonly ContainerResourcesClaim[];
  readonly limits?: Readonly<Record<string, number | string>>;
  readonly requests?: Readonly<Record<string, number | string>>;
}

/** `Workflow.spec.templates[].task.container.resources.claims[]`. */
export interface ContainerResourcesClaim {
  readonly name: string;
  readonly request?: string;
}

/** `Workflow.spec.templates[].task.container.restartPolicyRules[]`. */
export interface ContainerRestartPolicyRule {
  readonly action: string;
  readonly exitCodes?: ContainerRestartPolicyRuleExitCodes;
}

/** `Workflow.spec.templates[].task.container.restartPolicyRules[].exitCodes`. */
export interface ContainerRestartPolicyRuleExitCodes {
  readonly operator: string;
  readonly values?: readonly number[];
}

/** `Workflow.spec.templates[].task.container.securityContext`. */
export interface ContainerSecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: ContainerSecurityContextAppArmorProfile;
  readonly capabilities?: ContainerSecurityContextCapabilities;
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: ContainerSecurityContextSeLinuxOptions;
  readonly seccompProfile?: ContainerSecurityContextAppArmorProfile;
  readonly windowsOptions?: ContainerSecurityContextWindowsOptions;
}

/** `Workflow.spec.templates[].task.container.securityContext.appArmorProfile`. */
export interface ContainerSecurityContextAppArmorProfile {
  readonly localhostProfile?: string;
  readonly type: string;
}

/** `Workflow.spec.templates[].task.container.securityContext.capabilities`. */
export interface ContainerSecurityContextCapabilities {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

/** `Workflow.spec.templates[].task.container.securityContext.seLinuxOptions`. */
export interface ContainerSecurityContextSeLinuxOptions {
  readonly level?: string;
  readonly role?: string;
  readonly type?: string;
  readonly user?: string;
}

/** `Workflow.spec.templates[].task.container.securityContext.windowsOptions`. */
export interface ContainerSecurityContextWindowsOptions {
  readonly gmsaCredentialSpec?: string;
  readonly gmsaCredentialSpecName?: string;
  readonly hostProcess?: boolean;
  readonly runAsUserName?: string;
}

/** `Workflow.spec.templates[].task.container.volumeDevices[]`. */
export interface ContainerVolumeDevice {
  readonly devicePath: string;
  readonly name: string;
}

/** `Workflow.spec.templates[].task.container.volumeMounts[]`. */
export interface ContainerVolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

/** `Workflow.spec.templates[].task.volumes[]`. */
export interface Volume {
  readonly awsElasticBlockStore?: VolumeAwsElasticBlockStore;
  readonly azureDisk?: VolumeAzureDisk;
  readonly azureFile?: VolumeAzureFile;
  readonly cephfs?: VolumeCephfs;
  readonly cinder?: VolumeCinder;
  readonly configMap?: VolumeConfigMap;
  readonly csi?: VolumeCsi;
  readonly downwardAPI?: VolumeDownwardAPI;
  readonly emptyDir?: VolumeEmptyDir;
  readonly ephemeral?: VolumeEphemeral;
  readonly fc?: VolumeFc;
  readonly flexVolume?: VolumeFlexVolume;
  readonly flocker?: VolumeFlocker;
  readonly gcePersistentDisk?: VolumeGcePersistentDisk;
  readonly gitRepo?: VolumeGitRepo;
  readonly glusterfs?: VolumeGlusterfs;
  readonly hostPath?: VolumeHostPath;
  readonly image?: VolumeImage;
  readonly iscsi?: VolumeIscsi;
  readonly name: string;
  readonly nfs?: VolumeNfs;
  readonly persistentVolumeClaim?: VolumePersistentVolumeClaim;
  readonly photonPersistentDisk?: VolumePhotonPersistentDisk;
  readonly portworxVolume?: VolumePortworxVolume;
  readonly projected?: VolumeProjected;
  readonly quobyte?: VolumeQuobyte;
  readonly rbd?: VolumeRbd;
  readonly scaleIO?: VolumeScaleIO;
  readonly secret?: VolumeSecret;
  readonly storageos?: VolumeStorageos;
  readonly vsphereVolume?: VolumeVsphereVolume;
}

/** `Workflow.spec.templates[].task.volumes[].awsElasticBlockStore`. */
export interface VolumeAwsElasticBlockStore {
  readonly fsType?: string;
  readonly partition?: number;
  readonly readOnly?: boolean;
  readonly volumeID: string;
}

/** `Workflow.spec.templates[].task.volumes[].azureDisk`. */
export interface VolumeAzureDisk {
  readonly cachingMode?: string;
  readonly diskName: string;
  readonly diskURI: string;
  readonly fsType?: string;
  readonly kind?: string;
  readonly readOnly?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].azureFile`. */
export interface VolumeAzureFile {
  readonly readOnly?: boolean;
  readonly secretName: string;
  readonly shareName: string;
}

/** `Workflow.spec.templates[].task.volumes[].cephfs`. */
export interface VolumeCephfs {
  readonly monitors: readonly string[];
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly secretFile?: string;
  readonly secretRef?: VolumeCephfsSecretRef;
  readonly user?: string;
}

/** `Workflow.spec.templates[].task.volumes[].cephfs.secretRef`. */
export interface VolumeCephfsSecretRef {
  readonly name?: string;
}

/** `Workflow.spec.templates[].task.volumes[].cinder`. */
export interface VolumeCinder {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: VolumeCephfsSecretRef;
  readonly volumeID: string;
}

/** `Workflow.spec.templates[].task.volumes[].configMap`. */
export interface VolumeConfigMap {
  readonly defaultMode?: number;
  readonly items?: readonly VolumeConfigMapItem[];
  readonly name?: string;
  readonly optional?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].configMap.items[]`. */
export interface VolumeConfigMapItem {
  readonly key: string;
  readonly mode?: number;
  readonly path: string;
}

/** `Workflow.spec.templates[].task.volumes[].csi`. */
export interface VolumeCsi {
  readonly driver: string;
  readonly fsType?: string;
  readonly nodePublishSecretRef?: VolumeCephfsSecretRef;
  readonly readOnly?: boolean;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
}

/** `Workflow.spec.templates[].task.volumes[].downwardAPI`. */
export interface VolumeDownwardAPI {
  readonly defaultMode?: number;
  readonly items?: readonly VolumeDownwardAPIItem[];
}

/** `Workflow.spec.templates[].task.volumes[].downwardAPI.items[]`. */
export interface VolumeDownwardAPIItem {
  readonly fieldRef?: ContainerEnvItemValueFromFieldRef;
  readonly mode?: number;
  readonly path: string;
  readonly resourceFieldRef?: ContainerEnvItemValueFromResourceFieldRef;
}

/** `Workflow.spec.templates[].task.volumes[].emptyDir`. */
export interface VolumeEmptyDir {
  readonly medium?: string;
  readonly sizeLimit?: number | string;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral`. */
export interface VolumeEphemeral {
  readonly volumeClaimTemplate?: VolumeEphemeralVolumeClaimTemplate;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate`. */
export interface VolumeEphemeralVolumeClaimTemplate {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec: VolumeEphemeralVolumeClaimTemplateSpec;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate.spec`. */
export interface VolumeEphemeralVolumeClaimTemplateSpec {
  readonly accessModes?: readonly string[];
  readonly dataSource?: VolumeEphemeralVolumeClaimTemplateDataSource;
  readonly dataSourceRef?: VolumeEphemeralVolumeClaimTemplateDataSourceRef;
  readonly resources?: VolumeEphemeralVolumeClaimTemplateResources;
  readonly selector?: VolumeEphemeralVolumeClaimTemplateSelector;
  readonly storageClassName?: string;
  readonly volumeAttributesClassName?: string;
  readonly volumeMode?: string;
  readonly volumeName?: string;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate.spec.dataSource`. */
export interface VolumeEphemeralVolumeClaimTemplateDataSource {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate.spec.dataSourceRef`. */
export interface VolumeEphemeralVolumeClaimTemplateDataSourceRef {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate.spec.resources`. */
export interface VolumeEphemeralVolumeClaimTemplateResources {
  readonly limits?: Readonly<Record<string, number | string>>;
  readonly requests?: Readonly<Record<string, number | string>>;
}

/** `Workflow.spec.templates[].task.volumes[].ephemeral.volumeClaimTemplate.spec.selector`. */
export interface VolumeEphemeralVolumeClaimTemplateSelector {
  readonly matchExpressions?: readonly ExpressionSelector[];
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** `Workflow.spec.templates[].task.volumes[].fc`. */
export interface VolumeFc {
  readonly fsType?: string;
  readonly lun?: number;
  readonly readOnly?: boolean;
  readonly targetWWNs?: readonly string[];
  readonly wwids?: readonly string[];
}

/** `Workflow.spec.templates[].task.volumes[].flexVolume`. */
export interface VolumeFlexVolume {
  readonly driver: string;
  readonly fsType?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly secretRef?: VolumeCephfsSecretRef;
}

/** `Workflow.spec.templates[].task.volumes[].flocker`. */
export interface VolumeFlocker {
  readonly datasetName?: string;
  readonly datasetUUID?: string;
}

/** `Workflow.spec.templates[].task.volumes[].gcePersistentDisk`. */
export interface VolumeGcePersistentDisk {
  readonly fsType?: string;
  readonly partition?: number;
  readonly pdName: string;
  readonly readOnly?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].gitRepo`. */
export interface VolumeGitRepo {
  readonly directory?: string;
  readonly repository: string;
  readonly revision?: string;
}

/** `Workflow.spec.templates[].task.volumes[].glusterfs`. */
export interface VolumeGlusterfs {
  readonly endpoints: string;
  readonly path: string;
  readonly readOnly?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].hostPath`. */
export interface VolumeHostPath {
  readonly path: string;
  readonly type?: string;
}

/** `Workflow.spec.templates[].task.volumes[].image`. */
export interface VolumeImage {
  readonly pullPolicy?: string;
  readonly reference?: string;
}

/** `Workflow.spec.templates[].task.volumes[].iscsi`. */
export interface VolumeIscsi {
  readonly chapAuthDiscovery?: boolean;
  readonly chapAuthSession?: boolean;
  readonly fsType?: string;
  readonly initiatorName?: string;
  readonly iqn: string;
  readonly iscsiInterface?: string;
  readonly lun: number;
  readonly portals?: readonly string[];
  readonly readOnly?: boolean;
  readonly secretRef?: VolumeCephfsSecretRef;
  readonly targetPortal: string;
}

/** `Workflow.spec.templates[].task.volumes[].nfs`. */
export interface VolumeNfs {
  readonly path: string;
  readonly readOnly?: boolean;
  readonly server: string;
}

/** `Workflow.spec.templates[].task.volumes[].persistentVolumeClaim`. */
export interface VolumePersistentVolumeClaim {
  readonly claimName: string;
  readonly readOnly?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].photonPersistentDisk`. */
export interface VolumePhotonPersistentDisk {
  readonly fsType?: string;
  readonly pdID: string;
}

/** `Workflow.spec.templates[].task.volumes[].portworxVolume`. */
export interface VolumePortworxVolume {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly volumeID: string;
}

/** `Workflow.spec.templates[].task.volumes[].projected`. */
export interface VolumeProjected {
  readonly defaultMode?: number;
  readonly sources?: readonly VolumeProjectedSource[];
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[]`. */
export interface VolumeProjectedSource {
  readonly clusterTrustBundle?: VolumeProjectedSourceClusterTrustBundle;
  readonly configMap?: VolumeProjectedSourceConfigMap;
  readonly downwardAPI?: VolumeProjectedSourceDownwardAPI;
  readonly podCertificate?: VolumeProjectedSourcePodCertificate;
  readonly secret?: VolumeProjectedSourceConfigMap;
  readonly serviceAccountToken?: VolumeProjectedSourceServiceAccountToken;
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[].clusterTrustBundle`. */
export interface VolumeProjectedSourceClusterTrustBundle {
  readonly labelSelector?: VolumeEphemeralVolumeClaimTemplateSelector;
  readonly name?: string;
  readonly optional?: boolean;
  readonly path: string;
  readonly signerName?: string;
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[].configMap`. */
export interface VolumeProjectedSourceConfigMap {
  readonly items?: readonly VolumeConfigMapItem[];
  readonly name?: string;
  readonly optional?: boolean;
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[].downwardAPI`. */
export interface VolumeProjectedSourceDownwardAPI {
  readonly items?: readonly VolumeDownwardAPIItem[];
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[].podCertificate`. */
export interface VolumeProjectedSourcePodCertificate {
  readonly certificateChainPath?: string;
  readonly credentialBundlePath?: string;
  readonly keyPath?: string;
  readonly keyType: string;
  readonly maxExpirationSeconds?: number;
  readonly signerName: string;
  readonly userAnnotations?: Readonly<Record<string, string>>;
}

/** `Workflow.spec.templates[].task.volumes[].projected.sources[].serviceAccountToken`. */
export interface VolumeProjectedSourceServiceAccountToken {
  readonly audience?: string;
  readonly expirationSeconds?: number;
  readonly path: string;
}

/** `Workflow.spec.templates[].task.volumes[].quobyte`. */
export interface VolumeQuobyte {
  readonly group?: string;
  readonly readOnly?: boolean;
  readonly registry: string;
  readonly tenant?: string;
  readonly user?: string;
  readonly volume: string;
}

/** `Workflow.spec.templates[].task.volumes[].rbd`. */
export interface VolumeRbd {
  readonly fsType?: string;
  readonly image: string;
  readonly keyring?: string;
  readonly monitors: readonly string[];
  readonly pool?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: VolumeCephfsSecretRef;
  readonly user?: string;
}

/** `Workflow.spec.templates[].task.volumes[].scaleIO`. */
export interface VolumeScaleIO {
  readonly fsType?: string;
  readonly gateway: string;
  readonly protectionDomain?: string;
  readonly readOnly?: boolean;
  readonly secretRef: VolumeCephfsSecretRef;
  readonly sslEnabled?: boolean;
  readonly storageMode?: string;
  readonly storagePool?: string;
  readonly system: string;
  readonly volumeName?: string;
}

/** `Workflow.spec.templates[].task.volumes[].secret`. */
export interface VolumeSecret {
  readonly defaultMode?: number;
  readonly items?: readonly VolumeConfigMapItem[];
  readonly optional?: boolean;
  readonly secretName?: string;
}

/** `Workflow.spec.templates[].task.volumes[].storageos`. */
export interface VolumeStorageos {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: VolumeCephfsSecretRef;
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
}

/** `Workflow.spec.templates[].task.volumes[].vsphereVolume`. */
export interface VolumeVsphereVolume {
  readonly fsType?: string;
  readonly storagePolicyID?: string;
  readonly storagePolicyName?: string;
  readonly volumePath: string;
}
