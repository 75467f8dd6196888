import { bytesToHex } from '@noble/hashes/utils.js';
import { asHash, encodeHeader, expectedHashes, HEADER_BYTES, HEADER_LAYOUT, smellOf, targetOf } from './header.ts';

/** Bitcoin's block 100,000, an independent witness for the layout and the hash. */
const block100000 = {
  version: 1,
  previousHash: '000000000002d01c1fccc21636b607dfd930d31d01c3a62104612a1719011250',
  merkleRoot: 'f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766',
  timestampS: 1293623863,
  bits: '1b04864c',
  nonce: 274148111,
};

describe('a header in the browser', () => {
  it("smells as Bitcoin's block 100,000 does", () => {
    const smell = smellOf(encodeHeader(block100000));
    expect(smell).toBe('000000000003ba27aa200b1cecaad478d2b00432346c3f1f3986da1afd33e506');
    expect(BigInt(`0x${smell}`) <= targetOf(block100000.bits)).toBe(true);
  });

  it('misses the target with any other nonce nearby', () => {
    const smell = smellOf(encodeHeader({ ...block100000, nonce: block100000.nonce + 1 }));
    expect(BigInt(`0x${smell}`) <= targetOf(block100000.bits)).toBe(false);
  });

  it('has fields that fill its 80 bytes without gap or overlap', () => {
    let offset = 0;
    for (const field of HEADER_LAYOUT) {
      expect(field.offset).toBe(offset);
      offset += field.bytes;
    }
    expect(offset).toBe(HEADER_BYTES);
    expect(bytesToHex(encodeHeader(block100000)).slice(0, 8)).toBe('01000000');
  });

  it('reads compact targets, the easiest and the small ones too', () => {
    expect(asHash(targetOf('1d00ffff'))).toBe(`00000000ffff${'0'.repeat(52)}`);
    expect(asHash(targetOf('207fffff'))).toBe(`7fffff${'0'.repeat(58)}`);
    expect(targetOf('03001234')).toBe(0x1234n);
    expect(targetOf('02123456')).toBe(0x1234n);
    expect(expectedHashes('207fffff')).toBe(2);
    expect(expectedHashes('1d00ffff')).toBe(4295032833);
  });
});
