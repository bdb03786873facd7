import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { apiInjection, sweepApi } from '../../../../src/backends/kube/api-verbs/index.ts';
import type { ApiVerb } from '../../../../src/core/api-verb.ts';
import type { ProofRecord } from '../../../../src/core/timeline.ts';
import { fakeClient, type Handler, refusal } from '../fake-client.ts';

interface Done {
  readonly proof: ProofRecord | undefined;
  readonly calls: readonly string[];
  readonly error: unknown;
  readonly stages: readonly string[];
}

/** Does an act on a scripted API, and undoes it twice, the second time with a signal that has aborted. */
async function act(verb: ApiVerb, handler: (now: () => number) => Handler, { inject = true } = {}): Promise<Done> {
  const clock = virtualClock();
  const client = fakeClient(handler(clock.now));
  const injection = apiInjection({ client, clock, note: () => undefined }, { kind: 'api', verb });
  let proof: ProofRecord | undefined;
  const stages: string[] = [];
  const note = (stage: string, seen?: ProofRecord): void => {
    stages.push(stage);
    proof = seen ?? proof;
  };
  const { signal } = new AbortController();
  const error = await clock.run(async () => {
    try {
      if (inject) await injection.inject(signal, note);
      await injection.heal(signal, note);
      await injection.heal(signal, note);
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  });
  return { proof, calls: client.calls, error, stages };
}

type Json = Record<string, unknown>;

/** One object that takes merge patches. */
function store(object: Json): { readonly now: () => Json; readonly handler: Handler } {
  let current = object;
  const merge = (base: Json, over: Json): Json => {
    const made: Json = { ...base };
    for (const [key, value] of Object.entries(over)) {
      const below = made[key];
      if (value === null) Reflect.deleteProperty(made, key);
      else if (typeof value === 'object' && !Array.isArray(value))
        made[key] = merge((below ?? {}) as Json, value as Json);
      else made[key] = value;
    }
    return made;
  };
  return {
    now: () => current,
    handler: (method, _path, body) => {
      if (method === 'PATCH') current = merge(current, body as Json);
      return current;
    },
  };
}

const path = '/api/v1/nodes/a';
const cordon: ApiVerb = {
  name: 'patch',
  what: 'cordon a',
  run: 'r1',
  path,
  change: { spec: { unschedulable: true } },
  undo: { spec: { unschedulable: null } },
  seenBy: { path, field: 'spec.unschedulable', expect: { is: true } },
};

describe('patch', () => {
  it('changes, marks, is proven by the field, and leaves nothing behind', async () => {
    const node = { metadata: { name: 'a', labels: { own: 'x' } }, spec: { podCIDR: '10.0.0.0/24' } };
    const { now, handler } = store(node);
    const { proof, error } = await act(cordon, () => handler);
    expect(error).to.equal(undefined);
    expect(proof).to.deep.equal({ status: 'proven', detail: 'spec.unschedulable is true' });
    expect(now()).to.deep.equal({ ...node, metadata: { ...node.metadata, annotations: {} } });
  });

  it('is not proven by what was so before', async () => {
    const { handler } = store({ metadata: { name: 'a' }, spec: { unschedulable: true } });
    const { proof } = await act(cordon, () => handler);
    expect(proof?.status).to.equal('unproven');
    expect(proof?.detail).to.contain('as before');
  });

  it('is not proven by a field that does not come', async () => {
    const { handler } = store({ metadata: { name: 'a' }, spec: {} });
    const seenBy = { path, field: 'status.readyReplicas', expect: { atLeast: 1 } };
    const { proof } = await act({ ...cordon, seenBy }, () => handler);
    expect(proof).to.deep.equal({ status: 'unproven', detail: 'status.readyReplicas is absent' });
  });

  it('takes nothing back from an object that does not carry the run’s mark', async () => {
    const { now, handler } = store({ metadata: { name: 'a' }, spec: { unschedulable: true } });
    const { calls, error } = await act(cordon, () => handler, { inject: false });
    expect(error).to.equal(undefined);
    expect(calls.filter((call) => call.startsWith('PATCH'))).to.deep.equal([]);
    expect(now()).to.have.nested.property('spec.unschedulable', true);
  });

  it('undoes from the object’s own annotation when there is no journal', async () => {
    const clock = virtualClock();
    const { now, handler } = store({ metadata: { name: 'a', uid: 'u', resourceVersion: '1' }, spec: {} });
    const client = fakeClient((method, at, body) => {
      if (method === 'GET' && at.includes('labelSelector')) {
        return { metadata: {}, items: at.startsWith('/api/v1/nodes') ? [now()] : [] };
      }
      return handler(method, at, body);
    });
    const access = { client, clock, note: () => undefined };
    const { signal } = new AbortController();
    const left = await clock.run(async () => {
      await apiInjection(access, { kind: 'api', verb: cordon }).inject(signal, () => undefined);
      expect(now()).to.have.nested.property('spec.unschedulable', true);
      return await sweepApi(access, signal);
    });
    expect(left).to.deep.equal([]);
    expect(now()).to.not.have.nested.property('spec.unschedulable');
    expect(now()).to.have.nested.property('metadata.labels').that.deep.equals({});
  });

  it('waits for an API that is away', async () => {
    const { now, handler } = store({ metadata: { name: 'a' }, spec: {} });
    const { proof, error } = await act(cordon, (at) => (method, place, body) => {
      if (at() < 5000) throw refusal(503);
      return handler(method, place, body);
    });
    expect(error).to.equal(undefined);
    expect(now()).to.not.have.nested.property('spec.unschedulable');
    // Nobody could look before: what is seen afterwards may have been so.
    expect(proof?.status).to.equal('unproven');
  });
});

describe('evict', () => {
  const verb: ApiVerb = {
    name: 'evict',
    what: 'evict 2 pods from a',
    pods: ['one', 'two'].map((pod) => ({ namespace: 'web', pod, uid: `uid-${pod}` })),
  };

  it('asks again while a budget refuses, and is proven when all have left', async () => {
    const gone = new Set<string>();
    const { proof, calls, error } = await act(verb, (now) => (method, at) => {
      const pod = at.split('/')[6] ?? '';
      if (method === 'POST') {
        if (pod === 'two' && now() < 3000) throw refusal(429, 'budget');
        gone.add(pod);
        return {};
      }
      if (gone.has(pod)) throw refusal(404);
      return { metadata: { name: pod, uid: `uid-${pod}` } };
    });
    expect(error).to.equal(undefined);
    expect(proof?.status).to.equal('proven');
    expect(proof?.detail).to.match(/all 2 pods had left after 3\.\d s; budgets refused \d+ times/);
    expect(calls.filter((call) => call.includes('one/eviction'))).to.have.length(1);
  });

  it('takes a pod of the same name and another uid for gone', async () => {
    const { proof } = await act(verb, () => (_method, at) => ({ metadata: { name: at, uid: 'another' } }));
    expect(proof?.status).to.equal('proven');
  });

  it('is not proven when a budget never lets go', async () => {
    const { proof } = await act(verb, () => (method, at) => {
      if (method === 'POST') throw refusal(429, 'budget');
      const pod = at.split('/')[6] ?? '';
      return { metadata: { name: pod, uid: `uid-${pod}` } };
    });
    expect(proof?.status).to.equal('unproven');
    expect(proof?.detail).to.contain('web/one, web/two had not left');
  });
});

describe('make and remove', () => {
  it('makes in order, is proven when Ready, and removes in the reverse order', async () => {
    const there = new Set<string>();
    const verb: ApiVerb = {
      name: 'make',
      what: 'make',
      objects: ['/ns/a', '/ns/a/d'].map((at) => ({ path: at, object: {} })),
      seenBy: { path: '/ns/a/d', field: 'status.readyReplicas', expect: { is: 2 } },
    };
    const { proof, calls, error } = await act(verb, (now) => (method, at) => {
      if (method === 'APPLY') there.add(at);
      if (method === 'DELETE' && !there.delete(at)) throw refusal(404);
      if (method === 'GET' && !there.has(at)) throw refusal(404);
      return { status: { readyReplicas: now() > 2000 ? 2 : 0 } };
    });
    expect(error).to.equal(undefined);
    expect(proof?.status).to.equal('proven');
    expect(calls.filter((call) => !call.startsWith('GET')).slice(0, 4)).to.deep.equal([
      'APPLY /ns/a',
      'APPLY /ns/a/d',
      'DELETE /ns/a/d',
      'DELETE /ns/a',
    ]);
    expect(there.size).to.equal(0);
  });

  it('is proven when what was there is gone, and not when there was nothing', async () => {
    const verb: ApiVerb = { name: 'remove', what: 'delete', path: '/ns/a' };
    let asked = false;
    const removed = await act(verb, (now) => (method) => {
      if (method === 'DELETE' && !asked) {
        asked = true;
        return {};
      }
      if (now() > 4000) throw refusal(404);
      return { metadata: {} };
    });
    expect(removed.proof?.detail).to.match(/^gone \d\.\d s after/);
    const missing = await act(verb, () => () => {
      throw refusal(404);
    });
    expect(missing.proof).to.deep.equal({ status: 'unproven', detail: 'there was nothing to remove' });
  });
});
