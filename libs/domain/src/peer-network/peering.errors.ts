import type { RuleBook } from '../primitives/result.ts';

/** Why two peers are not, or no longer, in session, or one does not answer the other. */
export type PeeringRefusal =
  | { readonly code: 'leaving' }
  | { readonly code: 'banned' }
  | { readonly code: 'peer-evicted' }
  | { readonly code: 'peer-connected-already' }
  | { readonly code: 'peer-limit-reached' }
  | { readonly code: 'greeting-missing' }
  | { readonly code: 'greeting-repeated' }
  | { readonly code: 'greeting-from-dialled' }
  | { readonly code: 'greeting-timeout' }
  | { readonly code: 'session-superseded' }
  | { readonly code: 'session-byte-budget' }
  | { readonly code: 'health-check-silent' }
  | { readonly code: 'not-a-peer' }
  | { readonly code: 'not-a-tracker' }
  | { readonly code: 'header-chain-work-too-low' }
  | { readonly code: 'block-not-recent' }
  | { readonly code: 'transaction-index-out-of-range' }
  | { readonly code: 'feeler-done' }
  | { readonly code: 'dial-back-done' }
  | { readonly code: 'peer-exchanged' }
  | { readonly code: 'tracker-busy' }
  | { readonly code: 'tracker-linked-already' };

export const peeringRules: RuleBook<PeeringRefusal> = {
  leaving: 'A node that stops takes leave of its peers and greets nobody any more.',
  banned: 'A peer whose breaches add up to a hundred points is kept out for an hour.',
  'peer-evicted': 'When every place for peers that dial in is taken, one of little use makes room for a new one.',
  'peer-connected-already': 'Two peers hold one session: a second one is closed.',
  'peer-limit-reached': 'A node takes as many peers as it has places for, and no more.',
  'greeting-missing': 'A session begins with the greeting of whoever dialled; nothing else is answered before.',
  'greeting-repeated': 'A session is greeted once.',
  'greeting-from-dialled': 'Whoever dialled greets; the other side welcomes.',
  'greeting-timeout': 'A session is greeted soon, or makes room for another.',
  'session-superseded': 'Of two sessions with the same peer one stays.',
  'session-byte-budget': 'The bytes that a session may have answered come back with time; wait a moment.',
  'health-check-silent': 'A peer answers health checks: two without an answer end the session.',
  'not-a-peer': 'A peer answers where a peer was dialled.',
  'not-a-tracker': 'A tracker answers where a tracker was dialled.',
  'block-not-recent': 'Single transactions are told of the newest blocks only; ask for the whole block.',
  'transaction-index-out-of-range': 'A transaction that is asked for by its place is in the block.',
  'feeler-done': 'A node has seen that somebody listens at this address, and wants no more.',
  'dial-back-done': 'A tracker has met the peer where it says that it listens, and wants no more.',
  'peer-exchanged': 'A peer of little use makes room for one that was met before and may be better.',
  'tracker-busy': 'So many sessions with a tracker may wait before they join, no more.',
  'tracker-linked-already': 'A node holds one session with a tracker, under whatever name it dialled.',
  'header-chain-work-too-low': 'A block that is announced stands on a chain that can still win; others are not kept.',
};
