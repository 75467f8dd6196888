import fc from 'fast-check';
import { toHex } from '#domain/primitives/bytes';
import { testAddress, testKey } from '#test/keys';
import { boundText, formatKeystore, type KeystoreContent, parseKeystore } from './keystore-format.ts';

const content: KeystoreContent = {
  head: {
    network: 'devnet',
    genesisHash: '0a'.repeat(32),
    address: testAddress(1),
    publicKey: testKey(1).publicKey,
    keySource: {
      name: 'scrypt',
      salt: new Uint8Array(32).fill(7),
      parameters: { cost: 1024, blockSize: 8, parallelization: 1 },
    },
  },
  sealed: {
    nonce: new Uint8Array(12).fill(1),
    ciphertext: new Uint8Array(16).fill(2),
    tag: new Uint8Array(16).fill(3),
  },
};
const withKeyFile: KeystoreContent = { ...content, head: { ...content.head, keySource: { name: 'key-file' } } };

type Fields = Record<string, Record<string, unknown>>;

function edited(change: (fields: Fields) => void): string {
  const fields = JSON.parse(formatKeystore(content));
  change(fields);
  return JSON.stringify(fields);
}

function complaint(text: string): string {
  const parsed = parseKeystore(text);
  return parsed.kind === 'damaged' ? parsed.detail : parsed.kind;
}

describe('the text of a keystore', () => {
  it('gives back what was written, with either kind of key', () => {
    for (const each of [content, withKeyFile]) {
      expect(parseKeystore(formatKeystore(each))).toEqual({ kind: 'content', content: each });
    }
  });

  it('binds every clear part to the secret', () => {
    const { head } = content;
    const others = [
      { ...head, network: 'testnet' },
      { ...head, genesisHash: '0b'.repeat(32) },
      { ...head, address: testAddress(2) },
      { ...head, publicKey: testKey(2).publicKey },
      withKeyFile.head,
    ];
    expect(new Set([head, ...others].map(boundText)).size).toBe(6);
  });

  it('of a later version is told apart from damage', () => {
    expect(parseKeystore(edited((it) => Object.assign(it, { version: 2 })))).toEqual({
      kind: 'unknown-version',
      version: 2,
    });
  });

  it('parser takes any text and any JSON without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => complaint(text) !== 'content'));
    const wild = fc.dictionary(fc.constantFrom('network', 'key', 'secret', 'checksum', 'publicKey'), fc.jsonValue());
    fc.assert(fc.property(wild, (change) => complaint(edited((it) => Object.assign(it, change))) !== ''));
  });

  const refusals: [what: string, text: string, detail: string][] = [
    ['a list', '[]', 'not a keystore'],
    ['null', 'null', 'not a keystore'],
    ['another program’s', '{"version":3,"crypto":{}}', 'not a keystore'],
    ['without a version', '{"format":"cheesechain-keystore"}', 'no version'],
    ['nothing but a version', '{"format":"cheesechain-keystore","version":1}', 'network, genesis hash or address'],
    ['with another address', edited((it) => Object.assign(it, { address: testAddress(2) })), 'checksum'],
    ['with another key', edited((it) => Object.assign(it, { publicKey: toHex(testKey(2).publicKey) })), 'checksum'],
    ['without its checksum', edited((it) => delete it['checksum']), 'checksum'],
    ['with a key that is no point', edited((it) => Object.assign(it, { publicKey: '05'.repeat(33) })), 'public key'],
    ['with half a character', edited((it) => Object.assign(it, { network: '\ud800' })), 'network'],
    ['without a salt', edited((it) => delete it['key']?.['salt']), 'salt'],
    ['asking for 10 GB', edited((it) => Object.assign(it['key'] ?? {}, { cost: 2 ** 23, blockSize: 10 })), 'too much'],
    ['asking for an hour', edited((it) => Object.assign(it['key'] ?? {}, { parallelization: 2 ** 20 })), 'too much'],
    ['asking for no power of two', edited((it) => Object.assign(it['key'] ?? {}, { cost: 1025 })), 'too much'],
    ['asking for a part of a cost', edited((it) => Object.assign(it['key'] ?? {}, { cost: 1024.5 })), 'too much'],
    ['asking for next to no cost', edited((it) => Object.assign(it['key'] ?? {}, { cost: 2 })), 'too much'],
    ['asking for words', edited((it) => Object.assign(it['key'] ?? {}, { cost: '1024' })), 'incomplete'],
    ['with another kind of key', edited((it) => Object.assign(it, { key: { name: 'rot13' } })), 'nowhere'],
    [
      'with a long secret',
      edited((it) => Object.assign(it['secret'] ?? {}, { ciphertext: '00'.repeat(33) })),
      'secret',
    ],
    ['with a short tag', edited((it) => Object.assign(it['secret'] ?? {}, { tag: '00'.repeat(4) })), 'secret'],
    ['with another cipher', edited((it) => Object.assign(it['secret'] ?? {}, { cipher: 'aes-256-ecb' })), 'secret'],
  ];
  it.each(refusals)('is refused when it is %s', (_, text, detail) => {
    expect(complaint(text)).toContain(detail);
  });
});
