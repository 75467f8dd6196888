import { readFileSync } from 'node:fs';

/** A file of `test/vectors`, in the shape that the caller knows it to have. */
export function readVectors<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as Shape;
}
