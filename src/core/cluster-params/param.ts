import { z } from 'zod';
import { duration, ratio, size } from '../params.ts';

/** How a parameter is written, and what unit its name gets in the record: `electionTimeout` is `electionTimeoutMs` there. */
type ParamKind = 'duration' | 'number' | 'ratio' | 'size' | 'switch' | 'choice';

/** One setting of a simulated cluster. `text` is its default as a scenario would write it. */
export interface Param<K extends ParamKind = ParamKind, T = unknown> {
  readonly kind: K;
  readonly schema: z.ZodType<T>;
  readonly text: string | number | boolean;
  /** The real component's flag; undefined where none sets it. */
  readonly flag: string | undefined;
  readonly says: string;
}

export type ParamTable = Readonly<Record<string, Param>>;

type ValueOf<P> = P extends Param<ParamKind, infer T> ? T : never;
type NameOf<K, P> = K extends string
  ? P extends Param<infer Kind>
    ? Kind extends 'duration'
      ? `${K}Ms`
      : Kind extends 'size'
        ? `${K}Bytes`
        : K
    : K
  : never;

/** The record that a table describes, in base units. */
export type ParamsOf<T extends ParamTable> = { readonly [K in keyof T as NameOf<K, T[K]>]: ValueOf<T[K]> };

/** A duration in ms, with its unit. */
export function time(text: string, says: string, flag?: string): Param<'duration', number> {
  return { kind: 'duration', schema: duration(), text, flag, says };
}

/** A bare number: a count, or what the real flag takes as one. */
export function number(text: number, says: string, flag?: string): Param<'number', number> {
  return { kind: 'number', schema: z.number().min(0), text, flag, says };
}

/** A whole number of at least `least`. */
export function count(text: number, says: string, least = 0): Param<'number', number> {
  return { kind: 'number', schema: z.int().min(least), text, flag: undefined, says };
}

/** A percentage. */
export function share(text: string, says: string): Param<'ratio', number> {
  return { kind: 'ratio', schema: ratio(), text, flag: undefined, says };
}

/** Bytes. */
export function bytes(text: string, says: string, flag?: string): Param<'size', number> {
  return { kind: 'size', schema: size(), text, flag, says };
}

/** On or off. */
export function toggle(text: boolean, says: string, flag?: string): Param<'switch', boolean> {
  return { kind: 'switch', schema: z.boolean(), text, flag, says };
}

/** One of some words; the first is the default. */
export function choice<const T extends readonly [string, ...string[]]>(
  words: T,
  says: string,
): Param<'choice', T[number]> {
  return {
    kind: 'choice',
    schema: z.enum(words),
    text: words[0],
    flag: undefined,
    says,
  };
}

/** What a table's parameter is called in the record. */
export function recordKey(name: string, { kind }: Param): string {
  return kind === 'duration' ? `${name}Ms` : kind === 'size' ? `${name}Bytes` : name;
}
