import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import type { FieldProblem } from './problem.ts';
import { httpProblem, invalidRequest } from './problem-of.ts';

/**
 * Checks bodies and queries against their DTOs: unknown fields are refused, nothing is converted silently. Bodies of
 * this API are flat objects; whatever is deeper is refused before anything walks into it. No body is an empty one, and
 * a field that is null is one that is not there.
 */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => invalidRequest(...errors.flatMap(fieldProblems)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(metadata.type === 'body' ? flatBody(value) : value, metadata);
  }
}

function flatBody(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw httpProblem('request-invalid', { errors: [{ field: '', detail: 'a body is a JSON object' }] });
  }
  const deep = Object.entries(body).filter(([, value]) => typeof value === 'object' && value !== null);
  if (deep.length > 0) {
    throw invalidRequest(...deep.map(([name]) => fieldProblem(name, `${shortened(name)} is a single value`)));
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function fieldProblems({ property, constraints }: ValidationError): FieldProblem[] {
  return Object.values(constraints ?? {}).map((detail) => fieldProblem(property, detail.replace(property, shortened)));
}

function fieldProblem(name: string, detail: string): FieldProblem {
  return { field: shortened(name), detail };
}

/** No field of ours is longer, and nobody needs to read 64 KiB of his own. */
const MAX_TOLD_LENGTH = 64;

function shortened(name: string): string {
  return name.slice(0, MAX_TOLD_LENGTH);
}
