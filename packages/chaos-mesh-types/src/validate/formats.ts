import type { Options } from 'ajv';

const int32 = 2 ** 31;

/** The formats that the API server and Go's decoder hold numbers and texts to. */
export const formats: NonNullable<Options['formats']> = {
  int32: { type: 'number', validate: (value: number) => value >= -int32 && value < int32 },
  int64: { type: 'number', validate: (value: number) => Math.abs(value) <= 2 ** 63 },
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'date-time': (value: string) => !Number.isNaN(Date.parse(value)),
};

/** What a value of a format is, as messages have it. */
export const formatNouns: Readonly<Record<string, string>> = {
  int32: 'a 32-bit number',
  int64: 'a 64-bit number',
  byte: 'base64',
  'date-time': 'a date and time',
};
