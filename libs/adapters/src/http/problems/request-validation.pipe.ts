import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import type { FieldProblem } from './problem.ts';
import { invalidRequest } from './problem-of.ts';

/** No field of ours is longer, and nobody needs to read 64 KiB of his own. */
const MAX_TOLD_LENGTH = 64;
/** More than any request has fields. */
const MAX_TOLD_FIELDS = 16;
/** No list of ours is longer. */
const MAX_LIST_LENGTH = 16;

/**
 * Checks bodies and queries against their DTOs: unknown fields are refused, nothing is converted silently. Bodies of
 * this API are flat objects, of single values and short lists of those; whatever is deeper is refused before anything
 * walks into it. No body is an empty one, and a field that is null is one that is not there.
 */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => invalidRequest(...errors.flatMap(fieldProblems).slice(0, MAX_TOLD_FIELDS)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(metadata.type === 'body' ? flatBody(value) : value, metadata);
  }
}

function flatBody(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidRequest(fieldProblem('', 'a body is a JSON object'));
  }
  const problems = Object.entries(body).flatMap(([name, value]) => memberProblems(name, value));
  if (problems.length > 0) throw invalidRequest(...problems.slice(0, MAX_TOLD_FIELDS));
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function memberProblems(name: string, value: unknown): FieldProblem[] {
  // The validator takes what every object inherits for known fields.
  if (name in Object.prototype) return [fieldProblem(name, `property ${name} should not exist`)];
  if (isPlain(value)) return [];
  const isList = Array.isArray(value) && value.length <= MAX_LIST_LENGTH && value.every(isPlain);
  return isList ? [] : [fieldProblem(name, `${shortened(name)} is a single value or a short list`)];
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function fieldProblems({ property, constraints }: ValidationError): FieldProblem[] {
  return Object.values(constraints ?? {}).map((detail) => fieldProblem(property, detail.replace(property, shortened)));
}

function fieldProblem(name: string, detail: string): FieldProblem {
  return { field: shortened(name), detail };
}

function shortened(name: string): string {
  return name.slice(0, MAX_TOLD_LENGTH);
}
