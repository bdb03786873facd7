// Probes its peers, the API and DNS once a second each, from inside the cluster, and keeps what it saw until it is asked for it:
// also through a time in which nobody can ask. Runs from a ConfigMap on any image with Node 18 or later, without any right.
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';

const { AGENT_TOKEN, AGENT_PORT = '8080', AGENT_HOST, AGENT_CA, AGENT_DNS_NAME } = process.env;
const apiHost = process.env.AGENT_API_HOST ?? process.env.KUBERNETES_SERVICE_HOST;
const apiPort = process.env.AGENT_API_PORT ?? process.env.KUBERNETES_SERVICE_PORT;
const periodMs = Number(process.env.AGENT_PERIOD_MS ?? 1000);
const timeoutMs = 2000;
const mostKept = 50_000;

const samples = [];
let last = 0;
let dropped = 0;
let peers = [];

function keep(at, target, to, outcome) {
  last += 1;
  samples.push({ seq: last, at, target, to, ...outcome });
  if (samples.length <= mostKept) return;
  samples.shift();
  dropped += 1;
}

/** Runs an attempt with a limit; resolves with how long it took from the scheduled instant, and what went wrong. */
function timed(at, attempt) {
  return new Promise((resolve) => {
    let over = false;
    const settle = (error) => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      stop();
      resolve({ ms: Date.now() - at, ...(error === undefined ? {} : { error }) });
    };
    const limit = setTimeout(() => settle('timeout'), Math.max(0, at + timeoutMs - Date.now()));
    const stop = attempt(settle);
  });
}

const codeOf = (error) => error.code ?? error.message;

const toPeer =
  ({ address, port }) =>
  (settle) => {
    const socket = connect({ host: address, port });
    socket.once('connect', () => settle());
    socket.once('error', (error) => settle(codeOf(error)));
    return () => socket.destroy();
  };

const ca = AGENT_CA === undefined ? undefined : readable(AGENT_CA);

function readable(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

const toApi = (settle) => {
  const options = {
    host: apiHost,
    port: apiPort,
    path: '/livez',
    agent: false,
    ca,
    servername: 'kubernetes.default.svc',
  };
  const asked = request(options, (response) => {
    response.resume();
    response.once('end', () => settle(response.statusCode === 200 ? undefined : `status ${response.statusCode}`));
    response.once('error', (error) => settle(codeOf(error)));
  });
  asked.once('error', (error) => settle(codeOf(error)));
  asked.end();
  return () => asked.destroy();
};

const toDns = (settle) => {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.resolve4(AGENT_DNS_NAME).then(
    () => settle(),
    (error) => settle(codeOf(error)),
  );
  return () => resolver.cancel();
};

/** All that is due at one instant. */
function probe(at) {
  const send = (target, to, attempt) => void timed(at, attempt).then((outcome) => keep(at, target, to, outcome));
  for (const peer of peers) send('peer', peer.name, toPeer(peer));
  if (apiHost !== undefined && ca !== undefined) send('api', undefined, toApi);
  if (AGENT_DNS_NAME !== undefined) send('dns', undefined, toDns);
}

const startAt = Date.now() + Math.random() * periodMs;
let count = 0;
function loop() {
  // An absolute schedule: what fell due during a stall is sent late, and never left out. A clock that jumped is not caught up with.
  for (let now = Date.now(); startAt + count * periodMs <= now; count += 1) {
    if (now - (startAt + count * periodMs) < 60_000) probe(startAt + count * periodMs);
  }
  setTimeout(loop, Math.max(1, startAt + count * periodMs - Date.now()));
}
loop();

createServer((asked, answer) => {
  const url = new URL(asked.url, 'http://agent');
  if (url.pathname === '/healthz') return void answer.end('ok');
  if (url.pathname === `/${AGENT_TOKEN}/samples`) {
    const after = Number(url.searchParams.get('after') ?? 0);
    // What was fetched once is confirmed by the next question, and let go then.
    while (samples.length > 0 && samples[0].seq <= after) samples.shift();
    answer.setHeader('content-type', 'application/json');
    return void answer.end(JSON.stringify({ now: Date.now(), dropped, samples: samples.slice(0, 20_000) }));
  }
  if (url.pathname === `/${AGENT_TOKEN}/peers` && asked.method === 'POST') {
    let body = '';
    asked.on('data', (part) => (body += part));
    asked.on('end', () => {
      try {
        peers = JSON.parse(body);
        answer.setHeader('content-type', 'application/json').end('{}');
      } catch {
        answer.writeHead(400).end();
      }
    });
    return;
  }
  answer.writeHead(404).end();
}).listen(Number(AGENT_PORT), AGENT_HOST, () => console.log('listening'));

process.on('SIGTERM', () => process.exit(0));
