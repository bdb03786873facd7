import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { connectScript, readReach, tryPaths } from '../../../src/backends/kube/connect.ts';

describe('tryPaths', () => {
  it('asks each node once, for all its paths', async () => {
    const asked: string[] = [];
    const exec = async (node: string) => {
      asked.push(node);
      return { stdout: node === 'a' ? '1 124\n0 0\n' : '0 1\n' };
    };
    const paths = [
      { node: 'a', address: '10.0.0.1', port: 1 },
      { node: 'b', address: '10.0.0.2', port: 1 },
      { node: 'a', address: '10.0.0.3', port: 1 },
    ];
    const { signal } = new AbortController();
    expect(await tryPaths(exec, paths, signal)).to.deep.equal(['open', 'refused', 'silent']);
    expect(asked.sort()).to.deep.equal(['a', 'b']);
  });

  it('does not guess what it was not told', async () => {
    const { signal } = new AbortController();
    const exec = async () => ({ stdout: '0 none\n' });
    const paths = [1, 2].map((port) => ({ node: 'a', address: '10.0.0.1', port }));
    expect(await tryPaths(exec, paths, signal)).to.deep.equal(['unknown', 'unknown']);
  });
});

describe('connectScript', () => {
  it('tells an open port from a closed one when it is run', async function () {
    if (spawnSync('bash', ['-c', 'timeout 1 true']).status !== 0) return this.skip();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const script = connectScript([
      { node: 'a', address: '127.0.0.1', port },
      { node: 'a', address: '127.0.0.1', port: 1 },
    ]);
    // Blocks this process, not the kernel's backlog, which is what answers.
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    server.close();
    expect([...readReach(stdout)].sort()).to.deep.equal([
      [0, 'open'],
      [1, 'refused'],
    ]);
  });
});
