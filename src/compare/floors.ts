/** Changes below these are too small to matter, however certain: in the indicator's base unit, first match. */
const floors: readonly {
  readonly sli: RegExp;
  readonly unit: string;
  readonly floor: number;
  readonly why: string;
}[] = [
  { sli: /\blatency\b/, unit: 'ms', floor: 10, why: 'a host stalls for as long now and then' },
  { sli: /^api\.detection$/, unit: 'ms', floor: 200, why: 'two probe periods' },
  { sli: /./, unit: 'ms', floor: 500, why: 'people and alerts do not tell half a second' },
  { sli: /./, unit: 'ratio', floor: 0.001, why: 'one request in a thousand' },
  { sli: /./, unit: 'count', floor: 1, why: 'one' },
  { sli: /./, unit: 'replica-seconds', floor: 1, why: 'one replica for a second' },
];

/** The floor of an indicator; 0 where none is known for its unit. */
export function floorOf(sli: string, unit: string): number {
  return floors.find((entry) => entry.unit === unit && entry.sli.test(sli))?.floor ?? 0;
}
