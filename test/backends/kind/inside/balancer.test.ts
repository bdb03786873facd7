import { expect } from 'chai';
import { parse } from 'yaml';
import { balancerAdmin, drained, restored } from '../../../../src/backends/kind/inside/balancer.ts';
import { envoy } from '../../../../src/backends/kind/inside/balancers/envoy.ts';
import { haproxy } from '../../../../src/backends/kind/inside/balancers/haproxy.ts';
import { HarnessError } from '../../../../src/core/errors.ts';

const { signal } = new AbortController();
const names = ['cp', 'cp2', 'cp3'];
const second = { name: 'cp2', address: '172.18.0.4' };

/** As kind 0.27 and 0.33 write them. */
const haproxyText = `
backend kube-apiservers
  option httpchk GET /healthz
${names.map((name) => `  server ${name} ${name}:6443 check check-ssl verify none resolvers docker resolve-prefer ipv4`).join('\n')}
`;
const envoyText = (servers: readonly string[]): string => `
resources:
- "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
  name: kube_apiservers
  load_assignment:
    cluster_name: kube_apiservers
    endpoints:
    - lb_endpoints:
${servers
  .map(
    (server) => `      - endpoint:
          address:
            socket_address:
              address: ${server}
              port_value: 6443`,
  )
  .join('\n')}
`;

/** The servers that get new connections. */
function inRotation(text: string): readonly string[] {
  if (!text.includes('resources:')) return [...text.matchAll(/^ *server (\S+)/gm)].map(([, name]) => name ?? '');
  const { resources } = parse(text) as {
    resources: [{ load_assignment: { endpoints: [{ lb_endpoints: Endpoint[] }] } }];
  };
  return resources[0].load_assignment.endpoints[0].lb_endpoints.map(
    ({ endpoint }) => endpoint.address.socket_address.address,
  );
}

interface Endpoint {
  readonly endpoint: { readonly address: { readonly socket_address: { readonly address: string } } };
}

for (const { file, text } of [
  { file: haproxy, text: haproxyText },
  { file: envoy, text: envoyText(names) },
]) {
  describe(`a server drained at ${file.name}`, () => {
    it('gets no new connections, whichever it is, and the others do', () => {
      for (const name of names) {
        const without = drained(file, text, { name, address: '172.18.0.9' });
        expect(inRotation(without)).to.deep.equal(names.filter((other) => other !== name));
        expect(drained(file, without, { name, address: '172.18.0.9' })).to.equal(without);
        expect(restored(without)).to.equal(text);
      }
    });

    it('is drained once, beside another, and both come back', () => {
      const once = drained(file, text, second);
      expect(drained(file, once, second)).to.equal(once);
      const both = drained(file, once, { name: 'cp', address: '172.18.0.3' });
      expect(inRotation(both)).to.deep.equal(['cp3']);
      expect(restored(both)).to.equal(text);
    });

    it('must be one that it knows', () => {
      expect(() => drained(file, text, { name: 'cp1', address: '172.18.0.9' })).to.throw(
        HarnessError,
        `${file.name} knows no server cp1 (172.18.0.9)`,
      );
    });
  });
}

describe('a server drained at Envoy', () => {
  it('may be known by its address', () => {
    const text = envoyText(['172.18.0.3', '172.18.0.4']);
    expect(inRotation(drained(envoy, text, second))).to.deep.equal(['172.18.0.3']);
  });
});

/** A balancer whose container has the files, and what its image has of commands. */
function container(files: Readonly<Record<string, string>>, commands: readonly string[]) {
  const state = new Map(Object.entries(files));
  const done: string[] = [];
  const read = (from: string, input: string): string => {
    const text = from === '/dev/stdin' ? input : state.get(from);
    if (text === undefined) throw new Error(`cp: cannot stat '${from}': No such file or directory`);
    return text;
  };
  const note = (...args: readonly string[]): string => {
    done.push(args.join(' '));
    return '';
  };
  const programs: Readonly<Record<string, (from: string, to: string, input: string, rest: string) => string>> = {
    kill: (sign, name, _, id) => note(sign, name, id),
    chmod: (mode, file) => note(mode, file),
    cp: (from, to, input) => {
      const text = read(from, input);
      // As the command's runner, it hands out what was printed without the last end of a line.
      if (to === '/dev/stdout') return text.replace(/\n$/, '');
      state.set(to, text);
      return '';
    },
    mv: (from, to) => {
      state.set(to, read(from, ''));
      state.delete(from);
      return '';
    },
  };
  const missing = (command: string): never => {
    throw new Error(`exec: "${command}": executable file not found in $PATH`);
  };
  const admin = balancerAdmin(
    async (_, [command = '', from = '', to = '', rest = ''], { input = '' } = {}) => {
      const program = commands.includes(command) ? programs[command] : undefined;
      return { stdout: (program ?? (() => missing(command)))(from, to, input, rest) };
    },
    async () => missing('sh'),
  );
  return { admin, state, done };
}

describe('balancerAdmin', () => {
  it('needs no shell where HAProxy is, and has it read the file', async () => {
    const { admin, state, done } = container({ [haproxy.path]: haproxyText }, ['cp', 'mkdir', 'kill', 'haproxy']);
    expect(await admin.isDrained('lb', signal)).to.equal(false);
    await admin.restore('lb', signal);
    expect(done).to.deep.equal([]);
    await admin.drain('lb', 'cp2', second.address, signal);
    await admin.drain('lb', 'cp2', second.address, signal);
    expect(inRotation(state.get(haproxy.path) ?? '')).to.deep.equal(['cp', 'cp3']);
    expect(await admin.isDrained('lb', signal)).to.equal(true);
    await admin.restore('lb', signal);
    expect(state.get(haproxy.path)).to.equal(haproxyText);
    expect(await admin.isDrained('lb', signal)).to.equal(false);
    expect(done).to.deep.equal(['-s HUP 1', '-s HUP 1']);
  });

  it('moves another file into the place of Envoy’s', async () => {
    const text = envoyText(names);
    const { admin, state, done } = container({ [envoy.path]: text }, ['cp', 'chmod', 'mv']);
    await admin.drain('lb', 'cp2', second.address, signal);
    expect(inRotation(state.get(envoy.path) ?? '')).to.deep.equal(['cp', 'cp3']);
    expect([...state.keys()]).to.deep.equal([envoy.path]);
    expect(done).to.deep.equal([`666 ${envoy.path}.new`]);
    await admin.restore('lb', signal);
    expect(state.get(envoy.path)).to.equal(text);
  });

  it('says what it looked for where there is neither to take a server out of', async () => {
    const { admin } = container({}, ['cp']);
    const neither = await admin.drain('lb', 'cp2', second.address, signal).catch(String);
    expect(neither)
      .to.contain('lb has no configuration of HAProxy at /usr/local/etc')
      .and.to.contain('none of Envoy at');
  });

  it('has nothing to put back where there is neither, and does not take another failure for that', async () => {
    const { admin, done } = container({}, ['cp']);
    expect(await admin.isDrained('lb', signal)).to.equal(false);
    await admin.restore('lb', signal);
    expect(done).to.deep.equal([]);
    const broken = await container({}, []).admin.isDrained('lb', signal).catch(String);
    expect(broken).to.contain('executable file not found');
  });
});
