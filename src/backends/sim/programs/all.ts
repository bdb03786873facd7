import { chaosController } from '../chaos-mesh/controller.ts';
import { chaosDaemon } from '../chaos-mesh/daemon.ts';
import { controllerManager } from '../controllers/controller-manager.ts';
import { kubeProxy } from '../proxy/kube-proxy.ts';
import { scheduler } from '../scheduler/scheduler.ts';
import { coreDns } from '../dns/coredns.ts';
import { chaosDnsServer } from '../chaos-mesh/dns-server.ts';
import { httpProxy } from '../workload/http-proxy.ts';
import { httpServer } from '../workload/http-server.ts';
import { apiserver, etcdMember } from './control-plane.ts';
import type { Program } from './program.ts';

/** Every program that a container can be: one file, one line. The first that knows the container is it. */
export const allPrograms: readonly Program[] = [
  etcdMember,
  apiserver,
  controllerManager,
  scheduler,
  kubeProxy,
  chaosController,
  chaosDaemon,
  coreDns,
  chaosDnsServer,
  httpProxy,
  httpServer,
];
