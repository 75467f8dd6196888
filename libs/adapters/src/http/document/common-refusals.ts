import type { HttpCode } from '../problems/http.errors.ts';
import type { FoundOperation } from './operations-of.ts';
import { refusalResponses } from './refusal-responses.ts';
import { REFUSALS } from './refuses.decorator.ts';

const EVERYWHERE: readonly HttpCode[] = [
  'token-missing',
  'token-wrong',
  'host-not-allowed',
  'origin-not-allowed',
  'request-rate',
  'internal-error',
];
const WITH_PARAMETERS: readonly HttpCode[] = ['request-invalid'];
const WITH_PATH: readonly HttpCode[] = ['path-malformed', 'path-too-long'];
const WITH_BODY: readonly HttpCode[] = [
  'request-malformed',
  'request-invalid',
  'request-too-large',
  'request-media-type',
];

/**
 * Documents the refusals of an operation: its own (`Refuses`), and those that every operation of its form has. Gives
 * their codes.
 */
export function documentRefusals({ path, operation }: FoundOperation): readonly string[] {
  const extensions = operation as unknown as Record<string, unknown>;
  const own = (extensions[REFUSALS] as readonly string[] | undefined) ?? [];
  delete extensions[REFUSALS];
  const codes = [
    ...own,
    ...(operation.requestBody === undefined ? [] : WITH_BODY),
    ...((operation.parameters ?? []).length === 0 ? [] : WITH_PARAMETERS),
    ...(path.includes('{') ? WITH_PATH : []),
    ...EVERYWHERE,
  ];
  for (const [status, response] of refusalResponses(codes)) operation.responses[status] = response;
  return codes;
}
