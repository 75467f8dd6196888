import fc from 'fast-check';
import { openSecret, type SealedSecret, sealSecret } from './sealed-secret.ts';

const key = new Uint8Array(32).fill(9);
const secrets = fc.uint8Array({ minLength: 1, maxLength: 32 });

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}

describe('a sealed secret', () => {
  it('opens with its key and its bound text', () => {
    fc.assert(
      fc.property(secrets, fc.string(), (secret, bound) => {
        expect(openSecret(key, sealSecret(key, secret, bound), bound)).toEqual(secret);
      }),
    );
  });

  it('does not open when any bit of it or of the key is another', () => {
    fc.assert(
      fc.property(secrets, fc.nat(), (secret, place) => {
        const sealed = sealSecret(key, secret, 'bound');
        const parts: (keyof SealedSecret)[] = ['nonce', 'ciphertext', 'tag'];
        for (const part of parts) {
          const changed = { ...sealed, [part]: flipped(sealed[part], place % (sealed[part].length * 8)) };
          expect(openSecret(key, changed, 'bound')).toBeUndefined();
        }
        expect(openSecret(flipped(key, place % 256), sealed, 'bound')).toBeUndefined();
      }),
    );
  });

  it('does not open beside another clear text', () => {
    const sealed = sealSecret(key, Uint8Array.of(1, 2, 3), 'devnet');
    for (const other of ['', 'Devnet', 'devnet ', 'testnet']) expect(openSecret(key, sealed, other)).toBeUndefined();
  });
});
