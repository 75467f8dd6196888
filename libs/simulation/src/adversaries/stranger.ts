import type { ChainStatus, RequestCommand } from '#domain/peer-network/messages';
import { decodeTicket, signTicket, type Ticket } from '#domain/peer-network/ticket';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { toHex } from '#domain/primitives/bytes';
import { simulatedSigner } from '../peers/identity.ts';
import { START_MS } from '../peers/simulated-chain.ts';
import { FIRST_TRACKER_INDEX, trackerSigner } from '../peers/simulated-tracker.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import {
  type HostileAnswer,
  HostileNode,
  type Hostility,
  notServed,
  type Pass,
  said,
  victims,
} from './hostile-node.ts';

/**
 * What somebody shows who is no member, or soon none: nothing, noise, a ticket of a tracker that nobody trusts, of
 * somebody else, one with another's name put in, one that ran out long ago, or within the tolerance.
 */
export const PASSES = ['none', 'noise', 'foreign', 'stolen', 'forged', 'expired', 'lapsing'] as const;
export type PassKind = (typeof PASSES)[number];

const NOISE_BYTES = 200;
const SIGNATURE_BYTES = 64;
/** A ticket's first bytes: the offset of its body. */
const OFFSET_BYTES = 4;
const TICKET_LIFE_SECONDS = 600;
/** Serials that no tracker reaches in a run: they follow the clock. */
const SERIAL = 10_000_000_000_000;

/** Tries to become a peer of a permissioned network without an invitation, over and over, and to get a ticket. */
export class Stranger implements Hostility {
  private readonly node: HostileNode;
  private readonly stream: SeededStream;
  /** For the one that ran out a while ago: when, seconds since 1970. */
  private readonly lapsedAt: number;

  constructor(
    private readonly world: World,
    private readonly index: number,
    private readonly kind: PassKind,
  ) {
    this.stream = world.stream.split(`stranger ${index}`);
    const trackers = world.trackers.map((tracker) => FIRST_TRACKER_INDEX + tracker.index);
    this.node = new HostileNode('stranger', index, world, [...victims(world, this.stream, 6), ...trackers], this);
    this.lapsedAt = Math.floor(world.time.nowMs / 1000) - this.stream.integer(60, 110);
  }

  start(): void {
    void this.node.start();
  }

  stop(): void {
    this.node.stop();
  }

  status(): ChainStatus {
    return { height: 0, tipHash: this.world.chain.genesisHash, totalWork: 1n };
  }

  answer(command: RequestCommand): HostileAnswer | undefined {
    return command === 'HCK' ? said({ command: 'HCKACK', ...this.status() }) : notServed();
  }

  /** Its proofs of an invitation are guesses. */
  pass(signer: NodeSigner): Pass {
    return { ticket: this.ticketOf(signer), joinProof: this.stream.bytes(32) };
  }

  refused(code: string): void {
    if (code.startsWith('ticket-')) this.world.statistics.strangersRefused++;
  }

  private ticketOf(signer: NodeSigner): Uint8Array {
    switch (this.kind) {
      case 'none':
        return new Uint8Array(0);
      case 'noise':
        return this.stream.bytes(NOISE_BYTES);
      case 'foreign':
        return signTicket(simulatedSigner('a tracker that nobody trusts'), this.made(signer, START_MS / 1000));
      case 'stolen':
        return this.somebodysTicket();
      case 'forged':
        return this.inAnothersName(signer);
      case 'expired':
        return this.once(signer, START_MS / 1000 - 2 * TICKET_LIFE_SECONDS);
      case 'lapsing':
        return this.once(signer, this.lapsedAt - TICKET_LIFE_SECONDS);
    }
  }

  private made({ identityKey }: NodeSigner, issuedAt: number): Ticket {
    const { genesisHash } = this.world.chain;
    const serial = SERIAL + this.index;
    return { genesisHash, identityKey, address: '', serial, issuedAt, expiresAt: issuedAt + TICKET_LIFE_SECONDS };
  }

  /** What a member has who never came back for another. */
  private once(signer: NodeSigner, issuedAt: number): Uint8Array {
    const ticket = this.made(signer, issuedAt);
    const tracker = trackerSigner(0);
    this.world.tickets.note({ ...ticket, peerId: signer.peerId, trackerKey: toHex(tracker.identityKey) });
    return signTicket(tracker, ticket);
  }

  private somebodysTicket(): Uint8Array {
    return this.world.somePeer(this.stream)?.node?.peers.membership.ticket ?? new Uint8Array(0);
  }

  /** A true signature, under what it is not of. */
  private inAnothersName(signer: NodeSigner): Uint8Array {
    const bytes = this.somebodysTicket();
    const ticket = decodeTicket(bytes);
    if (ticket === undefined) return bytes;
    const signature = bytes.slice(OFFSET_BYTES, OFFSET_BYTES + SIGNATURE_BYTES);
    return signTicket({ ...signer, sign: () => signature }, { ...ticket, identityKey: signer.identityKey });
  }
}
