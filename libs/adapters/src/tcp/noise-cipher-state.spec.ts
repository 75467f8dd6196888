import { createCipheriv } from 'node:crypto';
import { NoiseCipherState } from './noise-cipher-state.ts';

const KEY = Buffer.alloc(32, 7);
const NO_DATA = Buffer.alloc(0);
const LAST_NONCE = 2n ** 64n - 2n;

const join = ({ ciphertext, tag }: { ciphertext: Buffer; tag: Buffer }) => Buffer.concat([ciphertext, tag]);

describe('a Noise cipher', () => {
  it('seals with the nonce 2^64 − 2 and then never again', () => {
    const cipher = new NoiseCipherState(KEY, LAST_NONCE);
    expect(join(cipher.seal(NO_DATA, Buffer.from('last')))).toHaveLength(20);
    expect(() => cipher.seal(NO_DATA, Buffer.from('one more'))).toThrow('used up');
  });

  it('opens nothing past the nonce 2^64 − 2, though it were authentic', () => {
    const nonce = Buffer.alloc(12, 0xff).fill(0, 0, 4);
    const sealer = createCipheriv('chacha20-poly1305', KEY, nonce, { authTagLength: 16 });
    const body = Buffer.concat([sealer.update('x'), sealer.final()]);
    const message = Buffer.concat([body, sealer.getAuthTag()]);
    expect(new NoiseCipherState(KEY, LAST_NONCE + 1n).open(NO_DATA, message)).toBeUndefined();
  });

  it('rekeys as the specification says: to the encryption of 32 zeros under the largest nonce', () => {
    const nonce = Buffer.alloc(12, 0xff).fill(0, 0, 4);
    const expected = createCipheriv('chacha20-poly1305', KEY, nonce, { authTagLength: 16 }).update(Buffer.alloc(32));
    const rekeyed = new NoiseCipherState(KEY, 5n);
    rekeyed.rekey();
    const plain = Buffer.from('after');
    expect(join(rekeyed.seal(NO_DATA, plain))).toEqual(join(new NoiseCipherState(expected, 5n).seal(NO_DATA, plain)));
  });

  it('stays in step after a message that it refused', () => {
    const [sender, receiver] = [new NoiseCipherState(KEY), new NoiseCipherState(KEY)];
    const message = join(sender.seal(NO_DATA, Buffer.from('whey')));
    expect(receiver.open(NO_DATA, Buffer.alloc(40))).toBeUndefined();
    expect(receiver.open(NO_DATA, message)?.toString()).toBe('whey');
    expect(receiver.open(NO_DATA, message)).toBeUndefined();
  });

  it('binds the associated data', () => {
    const message = join(new NoiseCipherState(KEY).seal(Buffer.from('a'), Buffer.from('whey')));
    expect(new NoiseCipherState(KEY).open(Buffer.from('b'), message)).toBeUndefined();
    expect(new NoiseCipherState(KEY).open(Buffer.from('a'), message)?.toString()).toBe('whey');
  });
});
