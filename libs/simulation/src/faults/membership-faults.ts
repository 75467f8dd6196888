import { PASSES, type PassKind, Stranger } from '../adversaries/stranger.ts';
import { type FaultKind, numberOf, textOf } from './fault-kind.ts';

const revocation: FaultKind = {
  name: 'revocation',
  description: 'a peer is thrown out at every tracker, and comes back with another identity and an invitation for it',
  endures: true,
  needsTickets: true,
  fields: { peer: { kind: 'number', minimum: 0, maximum: 199, whole: true } },
  begin: ({ operator, peers }, fault) => {
    const peer = peers[numberOf(fault, 'peer')];
    if (peer !== undefined) operator.revoke(peer);
    return () => {
      if (peer !== undefined) operator.takeBack(peer);
    };
  },
};

const stranger: FaultKind = {
  name: 'stranger',
  description: 'somebody without a ticket that counts tries to become a peer, and to get one',
  endures: true,
  needsTickets: true,
  fields: { pass: { kind: 'choice', of: PASSES } },
  begin: (world, fault, index) => {
    const hostile = new Stranger(world, index, textOf(fault, 'pass') as PassKind);
    hostile.start();
    return () => hostile.stop();
  },
};

/** What happens where peers are admitted by ticket. */
export const MEMBERSHIP_FAULTS: readonly FaultKind[] = [revocation, stranger];
