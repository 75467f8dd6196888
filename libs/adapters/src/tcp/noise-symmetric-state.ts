import { createHash, createHmac } from 'node:crypto';
import { NoiseCipherState } from './noise-cipher-state.ts';

/** The hash of a Noise protocol name. Cheesechain speaks SHA256; BLAKE2s is there to pass the published vectors. */
export type NoiseHashName = 'SHA256' | 'BLAKE2s';

// Both digests are 32 bytes long, the length of the cipher's key: no output of HKDF has to be cut.
const DIGESTS: Readonly<Record<NoiseHashName, string>> = { SHA256: 'sha256', BLAKE2s: 'blake2s256' };
const HASH_BYTES = 32;
const NO_DATA = Buffer.alloc(0);

/** Chaining key, transcript hash and the cipher they feed: the SymmetricState of Noise (section 5.2, revision 34). */
export class NoiseSymmetricState {
  private cipher = new NoiseCipherState();
  private chainingKey: Buffer;
  private transcript: Buffer;
  private readonly digest: string;

  /** @param protocolName e.g. `Noise_XX_25519_ChaChaPoly_SHA256`, at most 32 ASCII characters or hashed */
  constructor(protocolName: string, hash: NoiseHashName) {
    this.digest = DIGESTS[hash];
    const name = Buffer.from(protocolName, 'ascii');
    this.transcript =
      name.length <= HASH_BYTES ? Buffer.concat([name, Buffer.alloc(HASH_BYTES - name.length)]) : this.hashOf(name);
    this.chainingKey = this.transcript;
  }

  /** The hash of all that both sides have said so far; after the handshake it names the session. */
  get handshakeHash(): Buffer {
    return this.transcript;
  }

  mixKey(input: Uint8Array): void {
    const [chainingKey, key] = this.derivePair(input);
    this.chainingKey = chainingKey;
    this.cipher = new NoiseCipherState(key);
  }

  mixHash(data: Uint8Array): void {
    this.transcript = this.hashOf(this.transcript, data);
  }

  /** EncryptAndHash: what stands in the message for this plaintext. */
  sealAndHash(plaintext: Uint8Array): Buffer {
    const { ciphertext, tag } = this.cipher.seal(this.transcript, plaintext);
    const message = Buffer.concat([ciphertext, tag]);
    this.mixHash(message);
    return message;
  }

  /** DecryptAndHash: the plaintext, or undefined for a message that is not authentic. */
  openAndHash(message: Uint8Array): Buffer | undefined {
    const plaintext = this.cipher.open(this.transcript, message);
    if (plaintext !== undefined) this.mixHash(message);
    return plaintext;
  }

  /** The two ciphers of the finished handshake: first the one of the initiator's messages, then the responder's. */
  split(): readonly [NoiseCipherState, NoiseCipherState] {
    const [first, second] = this.derivePair(NO_DATA);
    return [new NoiseCipherState(first), new NoiseCipherState(second)];
  }

  // HKDF with two outputs, as Noise defines it (section 4.3).
  private derivePair(input: Uint8Array): readonly [Buffer, Buffer] {
    const temporary = this.hmac(this.chainingKey, input);
    const first = this.hmac(temporary, Buffer.of(1));
    return [first, this.hmac(temporary, Buffer.concat([first, Buffer.of(2)]))];
  }

  private hmac(key: Uint8Array, data: Uint8Array): Buffer {
    return createHmac(this.digest, key).update(data).digest();
  }

  private hashOf(...parts: Uint8Array[]): Buffer {
    const hash = createHash(this.digest);
    for (const part of parts) hash.update(part);
    return hash.digest();
  }
}
