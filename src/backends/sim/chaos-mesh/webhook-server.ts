import { serveHttp } from '../http/server.ts';
import type { ProgramContext } from '../programs/program.ts';
import { type AdmissionReview, review } from './admission.ts';

/** Where every chaos-controller-manager, leader or not, answers the apiservers' webhooks. */
const webhookPort = 10_250;
const costMs = 4;

/** Answers admission reviews. */
export function serveWebhooks({ world, process, on }: ProgramContext): void {
  serveHttp({
    network: world.network,
    process,
    on,
    port: webhookPort,
    handler: (exchange) => {
      process.work(costMs, () =>
        exchange.answer({ status: 200, body: review(exchange.request.body as AdmissionReview) }),
      );
    },
  });
}
