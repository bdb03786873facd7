import type { HttpAnswer } from '../../http/messages.ts';
import type { ApiContext } from '../handler.ts';
import type { Asked } from '../asked.ts';
import { noSuchPath, notAllowed } from '../status.ts';
import type { Target } from '../target.ts';
import { bind } from './binding.ts';
import { evict } from './eviction.ts';
import { finalize } from './finalize.ts';
import { log } from './log.ts';
import { readScale, writeScale } from './scale.ts';

/** What can be asked of one object beside itself and its status. Throws 404 where there is no such part. */
export async function special(target: Target, asked: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { resource, subresource = '' } = target;
  const { method } = asked;
  if (subresource === 'scale' && resource.scale === true) {
    return method === 'GET' ? readScale(target, context) : writeScale(target, asked, context);
  }
  if (resource.custom !== undefined || resource.actions?.[subresource] === undefined) throw noSuchPath();
  const own = actions[subresource];
  if (own === undefined) throw noSuchPath();
  if (method !== own.method) throw notAllowed();
  return own.act(target, asked, context);
}

interface Action {
  readonly method: string;
  readonly act: (target: Target, asked: Asked, context: ApiContext) => Promise<HttpAnswer>;
}

const actions: Readonly<Record<string, Action | undefined>> = {
  binding: { method: 'POST', act: bind },
  eviction: { method: 'POST', act: evict },
  finalize: { method: 'PUT', act: finalize },
  log: { method: 'GET', act: log },
};
