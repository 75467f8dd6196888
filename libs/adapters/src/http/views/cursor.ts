import { invalidRequest } from '../problems/problem-of.ts';

/** A cursor of whole numbers joined by dots; refused when it is no such thing. */
export function readCursor(before: string, parts: number): number[] {
  const numbers = before.split('.').map((part) => (/^(-1|\d{1,10})$/.test(part) ? Number(part) : Number.NaN));
  if (numbers.length === parts && numbers.every(Number.isSafeInteger)) return numbers;
  throw invalidRequest({ field: 'before', detail: 'before is the next of another page, unchanged' });
}
