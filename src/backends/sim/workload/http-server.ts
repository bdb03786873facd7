import type { Files } from '../kubelet/files.ts';
import { serveHttp } from '../http/server.ts';
import type { Container, Pod } from '../objects.ts';
import type { Program } from '../programs/program.ts';

const costMs = 0.4;
/** It goes on serving while its endpoint is being withdrawn (scenarios/workloads/web.yaml). */
const drainMs = 2000;

/**
 * Any container that declares ports: a small HTTP server that answers every path with who it is. One that has a volume to write
 * to keeps its data there: each request reads a file of it, and one that is no GET writes it (assumed). What its probes ask is
 * answered without (scenarios/workloads/files.yaml).
 */
export const httpServer: Program = {
  name: 'http-server',
  runs: ({ spec }, container) => (spec.containers.find(({ name }) => name === container)?.ports ?? []).length > 0,
  start: ({ world, node, process, running, on, pod, container }) => {
    process.onTerminate(() => void process.after(drainMs, () => process.exit(0)));
    const spec = pod.spec.containers.find(({ name }) => name === container);
    const data = dataFile(pod, spec);
    const asked = new Set([spec?.livenessProbe?.httpGet?.path, spec?.readinessProbe?.httpGet?.path]);
    for (const { containerPort } of spec?.ports ?? []) {
      serveHttp({
        network: world.network,
        process,
        on,
        port: containerPort,
        handler: (exchange) => {
          const { method, path } = exchange.request;
          const { delayMs, errno } = data === undefined || asked.has(path) ? fine : touch(running.files, data, method);
          const headers = { date: new Date(process.unixMs()).toUTCString() };
          const answer =
            errno === 0
              ? { status: 200, headers, body: { pod: pod.metadata.name, node: node.name } }
              : { status: 500, headers, body: { error: `errno ${errno}` } };
          process.work(costMs, () => {
            if (delayMs > 0) process.after(delayMs, () => exchange.answer(answer));
            else exchange.answer(answer);
          });
        },
      });
    }
  },
};

const fine = { delayMs: 0, errno: 0 } as const;

/** A file of the first volume that holds data and can be written to. */
function dataFile({ spec }: Pod, container: Container | undefined): string | undefined {
  const holdsData = (name: string): boolean => {
    const volume = spec.volumes?.find((one) => one.name === name);
    return ['persistentVolumeClaim', 'emptyDir', 'hostPath', 'ephemeral'].some((kind) => volume?.[kind] !== undefined);
  };
  const mount = container?.volumeMounts?.find(({ name, readOnly }) => readOnly !== true && holdsData(name));
  return mount === undefined ? undefined : `${mount.mountPath}/data`;
}

function touch(files: Files, file: string, method: string): { readonly delayMs: number; readonly errno: number } {
  const read = files.operate(file, 'read');
  if (method === 'GET' || method === 'HEAD' || read.errno !== 0) return read;
  const write = files.operate(file, 'write');
  return { delayMs: read.delayMs + write.delayMs, errno: write.errno };
}
