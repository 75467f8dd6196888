import { NoiseCipherState } from './noise-cipher-state.ts';
import { NoiseTransport, REKEY_INTERVAL_MESSAGES } from './noise-transport.ts';

const KEY = Buffer.alloc(32, 7);
const OTHER_KEY = Buffer.alloc(32, 8);
const NO_DATA = Buffer.alloc(0);

describe('the transport of a Noise session', () => {
  it('replaces its key after every interval, on both sides alike and in one direction only', () => {
    const sender = new NoiseTransport(new NoiseCipherState(KEY), new NoiseCipherState(OTHER_KEY));
    const receiver = new NoiseTransport(new NoiseCipherState(OTHER_KEY), new NoiseCipherState(KEY));
    const neverRekeyed = new NoiseCipherState(KEY);
    const plaintext = Buffer.from('rind');
    for (let i = 0; i < 2 * REKEY_INTERVAL_MESSAGES + 2; i++) {
      const { ciphertext, tag } = sender.seal(plaintext);
      const message = Buffer.concat([ciphertext, tag]);
      expect(receiver.open(message)?.equals(plaintext)).toBe(true);
      const withoutRekey = neverRekeyed.seal(NO_DATA, plaintext);
      expect(withoutRekey.tag.equals(tag)).toBe(i < REKEY_INTERVAL_MESSAGES);
    }
    const { ciphertext, tag } = receiver.seal(plaintext);
    const back = new NoiseCipherState(OTHER_KEY).seal(NO_DATA, plaintext);
    expect(Buffer.concat([ciphertext, tag])).toEqual(Buffer.concat([back.ciphertext, back.tag]));
  });
});
