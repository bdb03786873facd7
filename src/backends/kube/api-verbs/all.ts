import type { ApiVerb, ApiVerbOf } from '../../../core/api-verb.ts';
import { evictPods } from './evict.ts';
import { makeObjects } from './make.ts';
import { patchObject } from './patch.ts';
import { refuseCreates } from './refuse-creates.ts';
import { removeObject } from './remove.ts';
import type { ApiVerbKind } from './verb-kind.ts';

/** Every verb of the API: one file, one line. The compiler asks for the line of each variant in core/action.ts. */
export const apiVerbKinds: { readonly [Name in ApiVerb['name']]: ApiVerbKind<ApiVerbOf<Name>> } = {
  'refuse-creates': refuseCreates,
  patch: patchObject,
  evict: evictPods,
  make: makeObjects,
  remove: removeObject,
};
