import type { RequestRefusal } from './transport.port.ts';

/** Silence is a peer's fault; a session that ended or is full, and a peer that says no, are nobody's. */
export function codeOfNoAnswer({ code }: RequestRefusal): 'sync-stalled' | 'sync-no-answer' {
  return code === 'request-timeout' ? 'sync-stalled' : 'sync-no-answer';
}
