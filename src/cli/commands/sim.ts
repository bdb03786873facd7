import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HarnessError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { settingsOf } from '../settings.ts';

const usualPort = 6440;

/** Serves a simulated cluster in real time, for kubectl and every other client, until it is interrupted. */
export const simCommand: Command = async ({ operands, options, output, signal }) => {
  if (operands.length !== 1 || operands[0] !== 'serve') {
    throw new HarnessError('usage', `there is no command "sim ${operands.join(' ')}"`, { hint: 'Try `sim serve`.' });
  }
  const { serveCluster } = await import('../../backends/sim/serve/serve.ts');
  const { servedParams } = await import('../../backends/sim/serve/served-params.ts');
  const settings = await settingsOf(options);
  const params = await servedParams(settings, options.set);
  const served = await serveCluster({ params, seed: options.seed ?? 1, port: options.port ?? usualPort }).catch(taken);
  const file = resolve(join(settings.reports.dir, 'sim.kubeconfig'));
  try {
    await mkdir(settings.reports.dir, { recursive: true });
    await writeFile(file, served.kubeconfig, { mode: 0o600 });
    output.event({ event: 'serving', simulated: true, kubeconfig: file, places: served.places });
    output.say(`${output.style('accent', 'SIMULATED')} cluster in real time; nothing of it exists but its API`);
    for (const { name, port } of served.places) output.say(`  https://127.0.0.1:${port}  ${name}`);
    output.say(`\n  export KUBECONFIG=${file}\n  kubectl get nodes\n\nCtrl-C ends it.`);
    await new Promise<void>((done) => {
      if (signal.aborted) done();
      else signal.addEventListener('abort', () => done(), { once: true });
    });
  } finally {
    served.close();
  }
  return exitStatus.pass;
};

function taken(cause: unknown): never {
  if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
  throw new HarnessError('unavailable', 'a port that is needed is taken', {
    cause,
    hint: 'Choose another with --port: the balancer takes it, and each apiserver one of the next.',
  });
}
