import type { Random } from '../../../base/random.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { ProgramContext } from '../programs/program.ts';
import type { DaemonClient } from './daemon-client.ts';

/** What kinds of experiments are made with. */
export interface KindParts {
  readonly client: ApiClient;
  readonly daemons: DaemonClient;
  readonly random: Random;
  readonly context: ProgramContext;
}
