import type { HttpRequest } from '../http/messages.ts';
import type { FieldValidation } from './decode.ts';
import { badRequest } from './status.ts';

/** A request with its query taken apart. */
export interface Asked extends HttpRequest {
  readonly query: URLSearchParams;
}

/** A path without its query, and the query, which is shared: nobody changes it. */
interface PathAndQuery {
  readonly pathname: string;
  readonly query: URLSearchParams;
}

/** Most requests ask again for what was asked for before. */
const known = new Map<string, PathAndQuery>();
const mostKnown = 20_000;
const noQuery = new URLSearchParams();

/** A request's path in its parts. */
export function pathAndQuery(path: string): PathAndQuery {
  const before = known.get(path);
  if (before !== undefined) return before;
  const mark = path.indexOf('?');
  const parts =
    mark < 0
      ? { pathname: path, query: noQuery }
      : { pathname: path.slice(0, mark), query: new URLSearchParams(path.slice(mark)) };
  if (known.size >= mostKnown) known.clear();
  known.set(path, parts);
  return parts;
}

/** How a write is asked for. */
export interface WriteQuery {
  readonly dryRun: boolean;
  /** Who owns what is written. */
  readonly manager: string;
  readonly fieldValidation: FieldValidation;
  /** What is to be told beside the answer. */
  readonly warnings: string[];
}

/** How a write is asked for. Throws 400. */
export function writeQuery({ query, headers }: Pick<Asked, 'query' | 'headers'>): WriteQuery {
  const dryRun = query.get('dryRun') ?? '';
  if (dryRun !== '' && dryRun !== 'All') throw badRequest(`Invalid value: []string{"${dryRun}"}: dryRun must be All`);
  const validation = query.get('fieldValidation') ?? '';
  const agent = (headers['user-agent'] ?? headers['x-user'] ?? 'unknown').split('/')[0] ?? 'unknown';
  return {
    dryRun: dryRun === 'All',
    manager: query.get('fieldManager') ?? agent,
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    warnings: [],
  };
}
