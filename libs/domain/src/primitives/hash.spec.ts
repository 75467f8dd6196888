import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { concatBytes, toHex, utf8 } from './bytes.ts';
import { hashFromBytes, hashToBytes, isHash, sha256d, taggedHash } from './hash.ts';

const digests = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a hash', () => {
  it('is shown in the reversed order of its bytes, as Bitcoin shows it', () => {
    // sha256d of the empty string, a value that is found in many places.
    expect(toHex(sha256d(new Uint8Array(0)))).toBe('5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456');
    expect(hashFromBytes(sha256d(new Uint8Array(0)))).toBe(
      '56944c5d3f98413ef45cf54545538103cc9f298e0575820ad3591376e2e0f65d',
    );
  });

  it('comes back from its text', () => {
    fc.assert(
      fc.property(digests, (digest) => {
        const hash = hashFromBytes(digest);
        expect(isHash(hash)).toBe(true);
        expect(hashToBytes(hash)).toEqual(digest);
      }),
    );
  });

  it('is read without changing the bytes it is read from, though they be a Node Buffer', () => {
    const digest = Buffer.from('11'.repeat(31).concat('22'), 'hex');
    expect(hashFromBytes(digest)).toBe('22'.concat('11'.repeat(31)));
    expect(digest.toString('hex')).toBe('11'.repeat(31).concat('22'));
  });

  it('is 64 digits in small letters', () => {
    for (const text of ['', 'ab', 'AB'.repeat(32), 'zz'.repeat(32), '00'.repeat(33), ` ${'0'.repeat(63)}`]) {
      expect(isHash(text)).toBe(false);
    }
  });
});

describe('a tagged hash', () => {
  it('is sha256(sha256(tag) ‖ sha256(tag) ‖ message), whatever the parts of the message', () => {
    const tag = sha256(utf8('cheesechain/message'));
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 4 }), (parts) => {
        const expected = sha256(concatBytes(tag, tag, ...parts));
        expect(toHex(taggedHash('cheesechain/message', ...parts))).toBe(toHex(expected));
      }),
    );
  });

  it('of one domain is never that of another', () => {
    const message = utf8('the same');
    const tags = ['transaction', 'message', 'ticket', 'address', 'static'] as const;
    const hashes = tags.map((tag) => toHex(taggedHash(`cheesechain/${tag}`, message)));
    expect(new Set(hashes).size).toBe(tags.length);
  });
});
