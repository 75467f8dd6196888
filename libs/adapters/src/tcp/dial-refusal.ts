import type { DialRefusal } from '#domain/peer-network/transport.port';
import { DIAL_RULES, type DialFailure } from './transport.errors.ts';

/** A dial's failure in the network's own words: its code, and what else is known about it. */
export function dialRefusalOf(failure: DialFailure): DialRefusal {
  switch (failure.code) {
    case 'connection-lost':
      if (failure.errno === 'ECONNREFUSED') return dialRefusalOf({ code: 'connection-refused' });
      return { code: failure.code, detail: failure.errno ?? DIAL_RULES[failure.code] };
    case 'connection-refused':
      // What is so, not the rule that it breaks: people read this in a log, beside an address.
      return { code: failure.code, detail: 'nobody listens there' };
    case 'peer-id-mismatch':
      return { code: failure.code, detail: failure.peerId };
    case 'preamble-refused':
      return { code: failure.code, detail: failure.reason };
    case 'preamble-genesis':
      return { code: failure.code, detail: failure.theirGenesisHash };
    case 'preamble-version':
      return { code: failure.code, detail: `version ${failure.theirVersion}` };
    default:
      return { code: failure.code, detail: DIAL_RULES[failure.code] };
  }
}
