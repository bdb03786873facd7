import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { selfSigned } from '../../src/backends/prober/self-signed.ts';
import type { QuerySpec } from '../../src/core/query.ts';
import { askQueries, unasked } from '../../src/prometheus/ask-queries.ts';
import { queryRange } from '../../src/prometheus/query-range.ts';

const setting = { env: { TOKEN: 'secret', PASSWORD: 'word' }, signal: new AbortController().signal };
const matrix = (...values: readonly (readonly [number, string])[][]): unknown => ({
  status: 'success',
  data: { resultType: 'matrix', result: values.map((one) => ({ metric: {}, values: one })) },
});

describe('queryRange', () => {
  let server: Server;
  let url = '';
  let seen: { url: string; authorization: string | undefined; form: URLSearchParams }[] = [];
  let answer: { status: number; body: unknown } | undefined;
  const certificate = selfSigned(['127.0.0.1']);

  async function serve(secure: boolean): Promise<void> {
    const handler: http.RequestListener = (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { authorization } = request.headers;
        seen.push({ url: request.url ?? '', authorization, form: new URLSearchParams(body) });
        if (answer !== undefined) response.writeHead(answer.status).end(JSON.stringify(answer.body));
      });
    };
    server = secure ? https.createServer(certificate, handler) : http.createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http${secure ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const spec = (more: Partial<QuerySpec> = {}): QuerySpec => ({
    name: 'query.errors',
    unit: 'ratio',
    better: 'lower',
    url,
    query: 'sum(rate(errors[30s]))',
    stepMs: 5000,
    take: 'max',
    timeoutMs: 2000,
    auth: undefined,
    tls: { caFile: undefined, insecure: false },
    ...more,
  });
  const refusal = (more: Partial<QuerySpec> = {}): Promise<string> =>
    queryRange(spec(more), [0, 1000], setting).then(
      () => 'answered',
      (error: unknown) => (error as Error).message,
    );

  beforeEach(async () => {
    seen = [];
    answer = {
      status: 200,
      body: matrix([
        [100, '0.5'],
        [105, 'NaN'],
        [110, '0.25'],
      ]),
    };
    await serve(false);
  });
  afterEach(async () => {
    if ('closeAllConnections' in server) (server as http.Server).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('asks for the whole time in steps, and leaves out what is no number', async () => {
    expect(await queryRange(spec(), [100_000, 110_000], setting)).to.deep.equal([
      [100, 0.5],
      [110, 0.25],
    ]);
    expect(seen[0]?.url).to.equal('/api/v1/query_range');
    expect(Object.fromEntries(seen[0]?.form ?? [])).to.include({ start: '100', end: '110', step: '5' });
  });

  it('widens the steps of a long run to what Prometheus gives', async () => {
    await queryRange(spec({ stepMs: 1000 }), [0, 86_400_000], setting);
    expect(86_400 / Number(seen[0]?.form.get('step'))).to.be.below(11_000);
  });

  it('proves itself by a bearer token or a password, out of the environment', async () => {
    await queryRange(spec({ auth: { bearerEnv: 'TOKEN' } }), [0, 1], setting);
    await queryRange(spec({ auth: { username: 'me', passwordEnv: 'PASSWORD' } }), [0, 1], setting);
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal(['Bearer secret', 'Basic bWU6d29yZA==']);
    expect(await refusal({ auth: { bearerEnv: 'NONE' } })).to.equal('the environment has no NONE');
  });

  it('verifies TLS by the authority that it is told, and only then', async () => {
    await new Promise((resolve) => server.close(resolve));
    await serve(true);
    const folder = await mkdtemp(join(tmpdir(), 'aftershock-'));
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, certificate.cert);
    expect(await refusal()).to.match(/self.signed/);
    expect(await refusal({ tls: { caFile, insecure: false } })).to.equal('answered');
    expect(await refusal({ tls: { caFile: undefined, insecure: true } })).to.equal('answered');
    await rm(folder, { recursive: true });
  });

  it('says what Prometheus said, and what it did not', async () => {
    answer = { status: 400, body: { status: 'error', error: 'parse error' } };
    expect(await refusal()).to.equal('Prometheus answered 400: parse error');
    answer = { status: 200, body: { hello: 1 } };
    expect(await refusal()).to.include('not as Prometheus does');
    answer = { status: 200, body: matrix([], []) };
    expect(await refusal()).to.include('2 series');
    answer = undefined;
    expect(await refusal({ timeoutMs: 150 })).to.include('no answer within 150 ms');
  });

  it('an answer of a run is in its own time, and a failure is in the answer', async () => {
    const timeline = { startedAtUnixMs: 90_000, endedAt: 30_000 };
    const [found] = await askQueries([spec()], timeline, setting);
    expect(found?.points).to.deep.equal([
      [10_000, 0.5],
      [20_000, 0.25],
    ]);
    answer = { status: 500, body: {} };
    const [failed] = await askQueries([spec()], timeline, setting);
    expect(failed).to.deep.include({ points: [], at: 30_000 });
    expect(failed?.error).to.include('answered 500');
    expect(unasked([spec()], 7, 'a rehearsal')[0]).to.include({ error: 'a rehearsal', at: 7 });
  });
});
