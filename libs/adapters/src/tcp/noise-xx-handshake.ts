import { invariant } from '#domain/primitives/invariant';
import { NOISE_TAG_BYTES, type NoiseCipherState } from './noise-cipher-state.ts';
import { type NoiseHashName, NoiseSymmetricState } from './noise-symmetric-state.ts';
import { generateX25519KeyPair, X25519_KEY_BYTES, type X25519KeyPair, x25519 } from './x25519.ts';

export type HandshakeRole = 'initiator' | 'responder';

export interface NoiseXxOptions {
  readonly role: HandshakeRole;
  /** Bytes that both sides must agree on; they are hashed first and never sent. */
  readonly prologue: Uint8Array;
  readonly staticKeys: X25519KeyPair;
  /** A fixed ephemeral key for published vectors. Never give one in production: each session needs its own. */
  readonly ephemeralKeys?: X25519KeyPair;
  /** SHA256 unless a vector asks for another. */
  readonly hash?: NoiseHashName;
}

/** What a finished handshake leaves. */
export interface NoiseXxOutcome {
  readonly sendCipher: NoiseCipherState;
  readonly receiveCipher: NoiseCipherState;
  /** 32 bytes, equal on both sides and on no other session. */
  readonly handshakeHash: Uint8Array;
  readonly remoteStaticKey: Uint8Array;
}

type Token = 'e' | 's' | 'ee' | 'es' | 'se';

// The XX pattern (Noise, section 7.5): initiator, responder, initiator.
const PATTERN: readonly (readonly Token[])[] = [['e'], ['e', 'ee', 's', 'es'], ['s', 'se']];
const SEALED_KEY_BYTES = X25519_KEY_BYTES + NOISE_TAG_BYTES;

/**
 * Noise_XX_25519_ChaChaPoly_SHA256 (Noise revision 34): three messages after which both know the other's static
 * key and nobody else can read on. Initiator: write, read, write. Responder: read, write, read. A call out of turn
 * throws; a message that is not sound makes {@link readMessage} give undefined, and the handshake is then over.
 */
export class NoiseXxHandshake {
  private readonly symmetric: NoiseSymmetricState;
  private readonly ephemeralKeys: X25519KeyPair;
  private remoteEphemeralKey: Uint8Array | undefined;
  private remoteStaticKey: Uint8Array | undefined;
  private turn = 0;
  private failed = false;

  constructor(private readonly options: NoiseXxOptions) {
    const hash = options.hash ?? 'SHA256';
    this.symmetric = new NoiseSymmetricState(`Noise_XX_25519_ChaChaPoly_${hash}`, hash);
    this.symmetric.mixHash(options.prologue);
    this.ephemeralKeys = options.ephemeralKeys ?? generateX25519KeyPair();
  }

  /**
   * The next message of ours, or undefined when a key that the other has sent is of low order. In message 1 the
   * payload travels in the clear; 2 and 3 hide it.
   */
  writeMessage(payload: Uint8Array): Buffer | undefined {
    const parts: Uint8Array[] = [];
    for (const token of this.takeTurn('write')) {
      if (token === 'e') {
        parts.push(this.ephemeralKeys.publicKey);
        this.symmetric.mixHash(this.ephemeralKeys.publicKey);
      } else if (token === 's') {
        parts.push(this.symmetric.sealAndHash(this.options.staticKeys.publicKey));
      } else if (!this.mixSharedSecret(token)) return this.fail();
    }
    parts.push(this.symmetric.sealAndHash(payload));
    return Buffer.concat(parts);
  }

  /** The payload of the other's next message, or undefined for any message that is not sound, whatever is wrong. */
  readMessage(message: Uint8Array): Buffer | undefined {
    let rest = message;
    for (const token of this.takeTurn('read')) {
      if (token === 'e') {
        if (rest.length < X25519_KEY_BYTES) return this.fail();
        this.remoteEphemeralKey = rest.subarray(0, X25519_KEY_BYTES);
        this.symmetric.mixHash(this.remoteEphemeralKey);
        rest = rest.subarray(X25519_KEY_BYTES);
      } else if (token === 's') {
        this.remoteStaticKey = this.symmetric.openAndHash(rest.subarray(0, SEALED_KEY_BYTES));
        if (this.remoteStaticKey?.length !== X25519_KEY_BYTES) return this.fail();
        rest = rest.subarray(SEALED_KEY_BYTES);
      } else if (!this.mixSharedSecret(token)) return this.fail();
    }
    return this.symmetric.openAndHash(rest) ?? this.fail();
  }

  /** The other's static key (32 bytes), once the message that carries it has been read. */
  get theirStaticKey(): Uint8Array | undefined {
    return this.remoteStaticKey;
  }

  /** Split: the ciphers of the session. Throws before the third message. */
  finish(): NoiseXxOutcome {
    invariant(this.turn === PATTERN.length && !this.failed, 'the Noise handshake is not finished');
    invariant(this.remoteStaticKey !== undefined, 'a finished XX handshake knows the static key of the other');
    const [ofInitiator, ofResponder] = this.symmetric.split();
    const isInitiator = this.options.role === 'initiator';
    return {
      sendCipher: isInitiator ? ofInitiator : ofResponder,
      receiveCipher: isInitiator ? ofResponder : ofInitiator,
      handshakeHash: this.symmetric.handshakeHash,
      remoteStaticKey: this.remoteStaticKey,
    };
  }

  private takeTurn(action: 'read' | 'write'): readonly Token[] {
    const tokens = PATTERN[this.turn];
    const writer: HandshakeRole = this.turn % 2 === 0 ? 'initiator' : 'responder';
    invariant(tokens !== undefined && !this.failed, 'the Noise handshake is over');
    invariant((writer === this.options.role) === (action === 'write'), `not the turn to ${action}`);
    this.turn += 1;
    return tokens;
  }

  // The first letter of a token names the initiator's key, the second the responder's.
  private mixSharedSecret(token: 'ee' | 'es' | 'se'): boolean {
    const isInitiator = this.options.role === 'initiator';
    const [ours, theirs] = isInitiator ? [token[0], token[1]] : [token[1], token[0]];
    const remoteKey = theirs === 'e' ? this.remoteEphemeralKey : this.remoteStaticKey;
    invariant(remoteKey !== undefined, `the ${token} of XX comes after the keys it mixes`);
    const secret = x25519((ours === 'e' ? this.ephemeralKeys : this.options.staticKeys).privateKey, remoteKey);
    if (secret === undefined) return false;
    this.symmetric.mixKey(secret);
    return true;
  }

  private fail(): undefined {
    this.failed = true;
  }
}
