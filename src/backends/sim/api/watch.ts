import type { ApiContext, WatchRequest } from './handler.ts';
import { groupVersionOf } from './resources.ts';
import { matcherOf, scopeOf } from './list.ts';
import { eventsAsWanted } from './tables/as-wanted.ts';
import type { Target } from './target.ts';

interface Seen {
  readonly headers: Readonly<Record<string, string>>;
  readonly context: ApiContext;
}

/** What a watch asks for. */
export function watchOf(target: Target, query: URLSearchParams, { headers, context }: Seen): WatchRequest {
  const { resource, stored, namespace } = target;
  const version = query.get('resourceVersion') ?? '';
  const seconds = query.get('timeoutSeconds');
  const fields = query.get('fieldSelector') ?? '';
  const initial = query.get('sendInitialEvents') === 'true';
  const render = eventsAsWanted(resource, headers, context);
  return {
    resource: stored,
    namespace,
    kind: { kind: resource.kind, apiVersion: groupVersionOf(resource) },
    after: initial || version === '' || version === '0' ? undefined : Number(version),
    initialEventsEnd: initial,
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    timeoutMs: seconds === null ? undefined : Number(seconds) * 1000,
    matches: matcherOf(query, target),
    selector: `${query.get('labelSelector') ?? ''} ${fields}`,
    scope: scopeOf(query),
    ...(render === undefined ? {} : { render }),
  };
}
