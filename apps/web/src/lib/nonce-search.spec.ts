import { encodeHeader, smellOf } from './header.ts';
import { MAX_NONCE, searchNonce } from './nonce-search.ts';

describe('a search for a nonce', () => {
  it('finds the first that fits, and counts its tries', () => {
    expect(searchNonce(10, 100, (nonce) => nonce % 7 === 0)).toEqual({ found: 14, tries: 5 });
    expect(searchNonce(0, 3, () => false)).toEqual({ found: undefined, tries: 3 });
  });

  it('goes on at 0 after the last nonce there is', () => {
    expect(searchNonce(MAX_NONCE, 5, (nonce) => nonce === 1)).toEqual({ found: 1, tries: 3 });
  });

  it('finds the nonce of a header again', () => {
    const zeros = '0'.repeat(64);
    const fields = { version: 1, previousHash: zeros, merkleRoot: zeros, timestampS: 0, bits: '207fffff' };
    const fits = (nonce: number) => smellOf(encodeHeader({ ...fields, nonce })).startsWith('00');
    const { found } = searchNonce(0, 20_000, fits);
    expect(found !== undefined && fits(found)).toBe(true);
  });
});
