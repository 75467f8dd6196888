import { joinProofOf } from '../peer-network/join-proof.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { Session } from '../peer-network/transport.port.ts';
import { toHex, utf8 } from '../primitives/bytes.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { sha256 } from '../primitives/hash.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AdmissionOrderRefusal, AdmissionRefusal } from './admission.errors.ts';
import type { JoinToken, JoinTokenState } from './admission-records.ts';

/** Tokens that nobody has used: with each that is tried, a proof costs ten microseconds or so. */
export const MAX_OPEN_JOIN_TOKENS = 256;
/** Used ones that are remembered, so that who comes second learns why. */
const MAX_SPENT_JOIN_TOKENS = 256;
/** An invitation that nobody has taken up in a week lies around somewhere. */
export const JOIN_TOKEN_LIFE_SECONDS = 7 * 86_400;
const TOKEN_BYTES = 32;
const ID_CHARACTERS = 16;

/** The invitations of a tracker: open ones, and the newest of the spent. */
export class JoinTokens {
  private readonly tokens: Map<string, JoinToken>;

  constructor(
    kept: readonly JoinToken[],
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.tokens = new Map(kept.map((token) => [token.id, token]));
  }

  all(): JoinToken[] {
    return [...this.tokens.values()];
  }

  /** How many still admit somebody. */
  get openCount(): number {
    return this.all().filter((token) => this.stateOf(token) === 'open').length;
  }

  stateOf({ spentBy, expiresAt }: JoinToken): JoinTokenState {
    if (spentBy !== undefined) return 'spent';
    return expiresAt > nowSeconds(this.clock) ? 'open' : 'expired';
  }

  create(): Result<JoinToken, AdmissionOrderRefusal> {
    this.forgetOld();
    if (this.openCount >= MAX_OPEN_JOIN_TOKENS)
      return refused({ code: 'join-tokens-full', limit: MAX_OPEN_JOIN_TOKENS });
    const token = toHex(this.random.bytes(TOKEN_BYTES));
    const createdAt = nowSeconds(this.clock);
    const id = toHex(sha256(utf8(token))).slice(0, ID_CHARACTERS);
    const made: JoinToken = { id, token, createdAt, expiresAt: createdAt + JOIN_TOKEN_LIFE_SECONDS };
    this.tokens.set(id, made);
    return accepted(made);
  }

  /** Spends the token that the proof is of, for whoever speaks on the session. */
  spend(
    { peerId, handshakeHash }: Pick<Session, 'peerId' | 'handshakeHash'>,
    proof: Uint8Array,
  ): AdmissionRefusal | undefined {
    if (proof.length === 0) return { code: 'join-token-missing' };
    const token = this.all().find(({ token: secret }) => isSame(joinProofOf(secret, handshakeHash), proof));
    if (token === undefined) return { code: 'join-token-unknown' };
    const { id } = token;
    if (token.spentBy !== undefined) return { code: 'join-token-spent', id };
    if (this.stateOf(token) === 'expired') return { code: 'join-token-expired', id };
    this.settle(token, peerId);
    return undefined;
  }

  /** Puts it last, so that the oldest of the spent are forgotten first. */
  private settle(token: JoinToken, spentBy: PeerId): void {
    this.tokens.delete(token.id);
    this.tokens.set(token.id, { ...token, spentBy });
    this.forgetOld();
  }

  private forgetOld(): void {
    const over = this.all().filter((token) => this.stateOf(token) !== 'open');
    for (const { id } of over.slice(0, Math.max(0, over.length - MAX_SPENT_JOIN_TOKENS))) this.tokens.delete(id);
  }
}

/** In a time that does not tell where they differ. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
  return difference === 0;
}
