import { NOISE_TAG_BYTES, type NoiseCipherState, type SealedMessage } from './noise-cipher-state.ts';

/** Longest Noise message, its tag included (Noise, section 3; what a uint16 length can say). */
export const MAX_NOISE_MESSAGE_BYTES = 65_535;

/** Most plaintext in one Noise message. */
export const MAX_NOISE_PLAINTEXT_BYTES = MAX_NOISE_MESSAGE_BYTES - NOISE_TAG_BYTES;

/**
 * Each direction replaces its key after this many messages, counted from the end of the handshake: after messages
 * number 4,096, 8,192 … of that direction, on both sides alike, without a word on the wire. The nonce goes on.
 * One rekeying costs less than a message, so the number is small: a key that leaks opens 256 MiB at the most and
 * nothing sent before; the 2^64 − 2 messages that one nonce counter allows are never reached.
 */
export const REKEY_INTERVAL_MESSAGES = 4096;

const NO_DATA = Buffer.alloc(0);

/** The two ciphers of an open session, rekeyed in step with the other side. */
export class NoiseTransport {
  private sentMessages = 0;
  private receivedMessages = 0;

  constructor(
    private readonly sendCipher: NoiseCipherState,
    private readonly receiveCipher: NoiseCipherState,
  ) {}

  /** Seals at most {@link MAX_NOISE_PLAINTEXT_BYTES}; the bytes are read during the call and not kept. */
  seal(plaintext: Uint8Array): SealedMessage {
    const sealed = this.sendCipher.seal(NO_DATA, plaintext);
    this.sentMessages += 1;
    if (this.sentMessages % REKEY_INTERVAL_MESSAGES === 0) this.sendCipher.rekey();
    return sealed;
  }

  /** The plaintext of the next message, or undefined when it is not authentic: then the session must end. */
  open(message: Uint8Array): Buffer | undefined {
    const plaintext = this.receiveCipher.open(NO_DATA, message);
    if (plaintext === undefined) return undefined;
    this.receivedMessages += 1;
    if (this.receivedMessages % REKEY_INTERVAL_MESSAGES === 0) this.receiveCipher.rekey();
    return plaintext;
  }
}
