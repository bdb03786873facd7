import type { Random } from '../../../base/random.ts';

/** What an apiserver draws for the objects that it makes. */
export interface NameDraws {
  /** A uuid of version 4. */
  readonly uid: () => string;
  /** The end of a generated name: five letters. */
  readonly suffix: () => string;
}

/** k8s.io/apimachinery, util/rand: no vowels, so no words. */
const letters = Array.from('bcdfghjklmnpqrstvwxz2456789');

/** Draws from one source of chance. */
export function nameDraws(random: Random): NameDraws {
  const hex = (length: number): string => hexDigits(random, length);
  return {
    uid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    suffix: () => Array.from({ length: 5 }, () => random.pick(letters)).join(''),
  };
}

/** Draws ids of containers: `containerd://<64 hex digits>`. */
export function containerIds(random: Random): () => string {
  return () => `containerd://${hexDigits(random, 64)}`;
}

function hexDigits(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join('');
}
