import { managedBy, managedByLabel } from '../../../core/identity.ts';

/** What agents are made of. */
export interface AgentParts {
  readonly namespace: string;
  readonly image: string;
  /** The text of agent.mjs. */
  readonly script: string;
  /** Whoever knows it may ask the agents. */
  readonly token: string;
}

export const agentName = 'zone-agent';
export const agentPort = 8080;
const labels = { [managedByLabel]: managedBy, app: agentName };

/** The objects of the agents: a ConfigMap with their program, and a DaemonSet that has no right in the API and none on its node. */
export function agentManifests({
  namespace,
  image,
  script,
  token,
}: AgentParts): readonly (readonly [path: string, object: unknown])[] {
  const metadata = { name: agentName, namespace, labels };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'agent.mjs': script } };
  const daemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: {
      selector: { matchLabels: { app: agentName } },
      template: { metadata: { labels }, spec: podSpec(image, token) },
    },
  };
  return [
    [`/api/v1/namespaces/${namespace}/configmaps/${agentName}`, configMap],
    [`/apis/apps/v1/namespaces/${namespace}/daemonsets/${agentName}`, daemonSet],
  ];
}

function podSpec(image: string, token: string): unknown {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 0,
    // Every node, also one that is lost: what it saw meanwhile is what is asked for.
    tolerations: [{ operator: 'Exists' }],
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'agent',
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['node', '--max-old-space-size=48', '/agent/agent.mjs'],
        env: [
          { name: 'AGENT_TOKEN', value: token },
          { name: 'AGENT_PORT', value: String(agentPort) },
          { name: 'AGENT_CA', value: '/ca/ca.crt' },
          // With its dot: no search list, one question.
          { name: 'AGENT_DNS_NAME', value: 'kubernetes.default.svc.cluster.local.' },
        ],
        ports: [{ containerPort: agentPort }],
        resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '128Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'agent', mountPath: '/agent', readOnly: true },
          { name: 'ca', mountPath: '/ca', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'agent', configMap: { name: agentName } },
      // The authority of the API, which every namespace is given.
      { name: 'ca', configMap: { name: 'kube-root-ca.crt', optional: true } },
    ],
  };
}
