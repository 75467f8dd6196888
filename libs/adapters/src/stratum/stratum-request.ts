import { accepted, type Result, refused } from '#domain/primitives/result';
import type { LineRefusal } from './line.errors.ts';
import type { RequestId } from './stratum-answer.ts';

/** One line from a miner. */
export interface StratumRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params: readonly unknown[];
}

const MAX_ID_CHARACTERS = 64;

/** Reads a line: JSON-RPC without a version, as Stratum has it. `id` names the line in the answer where it could be read. */
export function readRequest(line: string): Result<StratumRequest, LineRefusal> & { readonly id: RequestId } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed(null);
  const { id: given, method, params = [] } = value as Record<string, unknown>;
  const id = requestId(given);
  if (id === undefined) return malformed(null);
  if (typeof method !== 'string' || !Array.isArray(params)) return malformed(id);
  return { ...accepted({ id, method, params }), id };
}

function malformed(id: RequestId): Result<never, LineRefusal> & { readonly id: RequestId } {
  return { ...refused<LineRefusal>({ code: 'stratum-line-malformed' }), id };
}

function requestId(value: unknown): RequestId | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && value.length <= MAX_ID_CHARACTERS ? value : undefined;
}
