import type { Problem } from '#client/call-error';
import type { PeerError } from '#client/peer-error';
import { CliFailure } from '../cli-failure.ts';

/** What the peer, or the way to it, has refused, with a hint where the user can do something. */
export function peerFailure({ code, status, message, cause, problem }: PeerError): CliFailure {
  if (cause instanceof CliFailure) return cause;
  return new CliFailure(1, code, `${message}${fieldsOf(problem)}${hintFor(code, status)}`);
}

/** What the peer says of single fields; whatever else stands there is left out. */
function fieldsOf(problem: Problem | undefined): string {
  const errors: unknown = problem?.errors;
  if (!Array.isArray(errors)) return '';
  return errors.map((error: { readonly detail?: unknown } | null) => ` ${String(error?.detail)}.`).join('');
}

function hintFor(code: string, status: number): string {
  if (code === 'peer-unreachable') return ' Start one with `cheesechain up`, or name another with --peer.';
  const needsToken = status === 401 || status === 403;
  return needsToken ? ' Give its access token with --token, CHEESE_API_TOKEN or --data.' : '';
}
