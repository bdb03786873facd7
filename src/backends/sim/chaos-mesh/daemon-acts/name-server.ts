import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';
import { resolverFor } from '../../dns/settings.ts';
import type { Pod } from '../../objects.ts';
import { keyOf } from '../../store/object.ts';
import { containerOf } from './find.ts';

/**
 * Writes another name server into a container's resolv.conf, or puts its own back. Assumed: the container's resolver asks
 * that one alone; a libc that goes on to the next server after SERVFAIL would be spared.
 */
export function setNameServer(
  context: ProgramContext,
  { containerId, address }: CallOf<'set-name-server'>,
): DaemonDeed {
  const container = containerOf(context, containerId);
  const pod = context.world.store.get('pods', keyOf(container.namespace, container.pod)) as Pod | undefined;
  if (address !== undefined) container.resolver = { ...container.resolver, nameservers: [address] };
  else if (pod !== undefined) container.resolver = resolverFor(context.world, pod);
  return {};
}
