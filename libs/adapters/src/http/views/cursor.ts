import { httpRules } from '../problems/http.errors.ts';
import { Problem } from '../problems/problem.ts';

/** A cursor of whole numbers joined by dots; refused when it is no such thing. */
export function readCursor(before: string, parts: number): number[] {
  const numbers = before.split('.').map((part) => (/^-?\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  if (numbers.length === parts && numbers.every(Number.isSafeInteger)) return numbers;
  const errors = [{ field: 'before', detail: 'before is the next of another page, unchanged' }];
  throw new Problem(400, 'request-invalid', httpRules['request-invalid'], { errors });
}
