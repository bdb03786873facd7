import type { ApiAction } from '../../../core/action.ts';
import type { ApiVerb } from '../../../core/api-verb.ts';
import { actionTitle } from '../../../core/action.ts';
import type { Injection } from '../../../core/cluster.ts';
import { type Act, actInjection } from '../act.ts';
import { apiVerbKinds } from './all.ts';
import type { ApiAccess, ApiVerbKind } from './verb-kind.ts';

/** Whether it can be done: a journal of another version may name a verb that is not here. */
export function supportsApiVerb(verb: ApiVerb): boolean {
  return Object.hasOwn(apiVerbKinds, verb.name);
}

/** An act on the API's objects, ready to be done, proven and undone. */
export function apiInjection(access: ApiAccess, action: ApiAction): Injection {
  // The table types each entry by its own verb; here it is any of them.
  const kind = apiVerbKinds[action.verb.name] as { readonly act: ApiVerbKind<ApiVerb>['act'] };
  const act: Act = kind.act({ ...access, verb: action.verb });
  return actInjection({ ...access, title: actionTitle(action) }, act);
}

/** Takes away what any run left among the API's objects; answers with what stays. */
export async function sweepApi(access: ApiAccess, signal: AbortSignal): Promise<readonly string[]> {
  const left = await Promise.all(
    Object.values(apiVerbKinds).map(async ({ sweep }) => (await sweep?.(access, signal)) ?? []),
  );
  return left.flat();
}
