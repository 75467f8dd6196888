import { inspect } from 'node:util';

/** Every way in which a value gets into a log or an answer without being asked. */
export function renderings(value: object): string[] {
  const json = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));
  return [json, inspect(value, { showHidden: true, depth: 9 }), `${value}`, inspect({ ...value })];
}
