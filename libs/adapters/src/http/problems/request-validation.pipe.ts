import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { httpRules } from './http.errors.ts';
import { type FieldProblem, Problem } from './problem.ts';

/** Checks bodies and queries against their DTOs: unknown fields are refused, nothing is converted silently. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new Problem(400, 'request-invalid', httpRules['request-invalid'], { errors: errors.flatMap(fieldProblems) }),
  });
}

function fieldProblems({ property, constraints, children }: ValidationError): FieldProblem[] {
  const own = Object.values(constraints ?? {}).map((detail) => ({ field: property, detail }));
  const nested = (children ?? []).flatMap(fieldProblems);
  return [...own, ...nested.map(({ field, detail }) => ({ field: `${property}.${field}`, detail }))];
}
