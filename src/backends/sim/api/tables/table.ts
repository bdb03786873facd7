import type { StoredObject } from '../../store/object.ts';
import type { Column } from '../resources.ts';
import { ageOf } from './age.ts';

/** The columns of a kind, and what an object has in them. */
export interface TableOf {
  readonly columns: readonly Column[];
  readonly cells: (object: StoredObject, nowMs: number) => readonly unknown[];
}

/** The first column of nearly every table. */
export const name: Column = { name: 'Name', type: 'string' };
const age: Column = { name: 'Age', type: 'string' };

/** A table from columns between the name and the age. */
export function between(columns: readonly Column[], cells: (object: StoredObject) => readonly unknown[]): TableOf {
  return {
    columns: [name, ...columns, age],
    cells: (object, nowMs) => [object.metadata.name, ...cells(object), ageOf(object.metadata.creationTimestamp, nowMs)],
  };
}
