import type { TrackerError } from '#client/tracker-error';
import { CliFailure } from '../cli-failure.ts';

/** What the tracker, or the way to it, has refused, with a hint where the user can do something. */
export function trackerFailure({ code, status, message, cause }: TrackerError): CliFailure {
  if (cause instanceof CliFailure) return cause;
  return new CliFailure(1, code, `${message}${hintFor(code, status)}`);
}

function hintFor(code: string, status: number): string {
  if (code === 'tracker-unreachable') return ' Name its --http-port, or start it.';
  return status === 401 ? ' Its access token is in its data folder: give --data, or CHEESE_API_TOKEN.' : '';
}
