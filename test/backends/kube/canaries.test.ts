import { expect } from 'chai';
import { stagesOf } from '../../../src/backends/kube/canaries.ts';
import type { Pod } from '../../../src/backends/kube/api-types.ts';

const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const pod = (nodeName: string | undefined, types: readonly string[], started = false): Pod => ({
  metadata: { name: 'canary-1', uid: 'u', resourceVersion: '1' },
  spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
  status: {
    conditions: types.map((type) => ({ type, status: 'True' })),
    containerStatuses: [{ name: 'canary', ready: false, restartCount: 0, state: started ? running : {} }],
  },
});

describe('stagesOf', () => {
  it('has all stations that a pod has reached', () => {
    expect(stagesOf(pod(undefined, []))).to.deep.equal(['created']);
    expect(stagesOf(pod('n', ['PodScheduled']))).to.deep.equal(['created', 'scheduled']);
    const sandboxed = pod('n', ['PodReadyToStartContainers'], true);
    expect(stagesOf(sandboxed)).to.deep.equal(['created', 'scheduled', 'sandbox', 'started']);
    expect(stagesOf(pod('n', ['Ready'], true))).to.include('ready');
  });
});
