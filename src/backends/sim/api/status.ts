import type { HttpAnswer } from '../http/messages.ts';

/** A refusal in the API's own form: a Status object. */
export class ApiRefusal extends Error {
  readonly answer: HttpAnswer;

  constructor(code: number, reason: string, message: string, details?: unknown) {
    super(message);
    this.name = 'ApiRefusal';
    this.answer = { status: code, body: statusBody(code, reason, message, details) };
  }
}

/** A Status that says Failure. */
export function statusBody(code: number, reason: string, message: string, details?: unknown): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
}

/** `pods "web" not found`. */
export function notFound(resource: string, name: string): ApiRefusal {
  return new ApiRefusal(404, 'NotFound', `${resource} "${name}" not found`, detailsOf(resource, name));
}

/** What a Status says of the object that it is about: the resource's own name, and its group if it has one. */
export function detailsOf(resource: string, name: string): Readonly<Record<string, string>> {
  const dot = resource.indexOf('.');
  return dot < 0 ? { name, kind: resource } : { name, group: resource.slice(dot + 1), kind: resource.slice(0, dot) };
}

/** One thing that is wrong with an object: where, what kind of mistake (the API's word) and the text after the path. */
export interface Cause {
  readonly field: string;
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueTypeInvalid';
  readonly message: string;
}

export const required = (field: string, why = ''): Cause => ({
  field,
  reason: 'FieldValueRequired',
  message: `Required value${why === '' ? '' : `: ${why}`}`,
});
export const invalid = (field: string, value: unknown, why: string): Cause => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${shown(value)}: ${why}`,
});
export const forbidden = (field: string, why: string): Cause => ({
  field,
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
});
export const unsupported = (field: string, value: unknown, known: readonly string[]): Cause => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}: supported values: ${known.map((one) => JSON.stringify(one)).join(', ')}`,
});

function shown(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** 422: everything that is wrong with an object, at once. */
export function invalidObject(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly Cause[],
): ApiRefusal {
  const title = group === '' ? kind : `${kind}.${group}`;
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const details = {
    name,
    ...(group === '' ? {} : { group }),
    kind,
    causes: causes.map(({ reason, message, field }) => ({ reason, message, field })),
  };
  return new ApiRefusal(422, 'Invalid', `${title} "${name}" is invalid: ${list}`, details);
}

/** 400 with the server's own words. */
export function badRequest(message: string): ApiRefusal {
  return new ApiRefusal(400, 'BadRequest', message);
}

/** What a collection or a part of an object does not do. */
export function notAllowed(): ApiRefusal {
  return new ApiRefusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}

/** There is no such path. */
export function noSuchPath(): ApiRefusal {
  return new ApiRefusal(404, 'NotFound', 'the server could not find the requested resource');
}

/** Somebody else was faster. */
export function conflict(resource: string, name: string, why = modified): ApiRefusal {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": ${why}`;
  return new ApiRefusal(409, 'Conflict', message, detailsOf(resource, name));
}

const modified = 'the object has been modified; please apply your changes to the latest version and try again';
