import type { ProgramContext } from '../../programs/program.ts';
import type { DaemonCall, DaemonDeed } from '../daemon-call.ts';
import { applyHttp } from './apply-http.ts';
import { applyIo } from './apply-io.ts';
import { recoverTime, setTime } from './clock.ts';
import { kill } from './kill.ts';
import { setNameServer } from './name-server.ts';
import { setRules } from './set-rules.ts';
import { cancelStress, stress } from './stress.ts';

/** Does what a controller asks. Throws with the daemon's words when it cannot. */
export function act(context: ProgramContext, body: DaemonCall): DaemonDeed {
  switch (body.call) {
    case 'kill':
      return kill(context, body);
    case 'set-rules':
      return setRules(context, body);
    case 'stress':
      return stress(context, body);
    case 'cancel-stress':
      return cancelStress(context, body);
    case 'set-time':
      return setTime(context, body);
    case 'recover-time':
      return recoverTime(context, body);
    case 'set-name-server':
      return setNameServer(context, body);
    case 'apply-io':
      return applyIo(context, body);
    case 'apply-http':
      return applyHttp(context, body);
  }
}
