import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Where a route keeps its codes until the document is made. */
export const REFUSALS = 'x-refusals';

/**
 * Says in the document with which codes a route refuses, beside those that follow from its form (`common-refusals`).
 * Takes codes and rule books of capabilities.
 */
export function Refuses(...refusals: readonly (string | Readonly<Record<string, string>>)[]): MethodDecorator {
  const codes = refusals.flatMap((each) => (typeof each === 'string' ? [each] : Object.keys(each)));
  return applyDecorators(ApiExtension(REFUSALS, codes));
}
