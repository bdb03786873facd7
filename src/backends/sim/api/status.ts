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
  return new ApiRefusal(404, 'NotFound', `${resource} "${name}" not found`, { name, kind: resource });
}

/** Somebody else was faster. */
export function conflict(resource: string, name: string): ApiRefusal {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return new ApiRefusal(409, 'Conflict', `Operation cannot be fulfilled on ${resource} "${name}": ${why}`, {
    name,
    kind: resource,
  });
}
