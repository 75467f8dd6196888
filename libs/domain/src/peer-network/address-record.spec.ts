import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { ADDRESS_LIFE_SECONDS, addressRecordRules, checkAddressRecord, signAddressRecord } from './address-record.ts';
import type { AddressRecord } from './messages.ts';

const NOW = 1_800_000_000;
const { genesisHash } = testNetwork();
const signer = testSigner(1);
const ENDPOINT = { host: '192.168.1.7', port: 9009 };
const record = signAddressRecord(signer, genesisHash, ENDPOINT, NOW);

const codeOf = (changes: Partial<AddressRecord>, now = NOW, hash = genesisHash) =>
  checkAddressRecord({ ...record, ...changes }, hash, now)?.code ?? 'fine';

describe('an address record', () => {
  it('is fine as its node signed it, until it expires', () => {
    expect(codeOf({})).toBe('fine');
    expect(codeOf({}, NOW + ADDRESS_LIFE_SECONDS - 1)).toBe('fine');
    expect(codeOf({}, NOW + ADDRESS_LIFE_SECONDS)).toBe('address-record-expired');
  });

  it('of a peer cannot be passed off as a tracker’s, nor the other way round', () => {
    const tracker = signAddressRecord(signer, genesisHash, ENDPOINT, NOW, 'tracker');
    expect(checkAddressRecord(tracker, genesisHash, NOW, 'tracker')).toBeUndefined();
    expect(checkAddressRecord(tracker, genesisHash, NOW)?.code).toBe('address-record-signature');
    expect(checkAddressRecord(record, genesisHash, NOW, 'tracker')?.code).toBe('address-record-signature');
  });

  it('may come from a clock that is ahead by an hour', () => {
    expect(codeOf({}, NOW - 3_600)).toBe('fine');
    expect(codeOf({}, NOW - 3_601)).toBe('address-record-lives-too-long');
  });

  it.each([
    ['', 9009],
    ['a'.repeat(254), 9009],
    ['two words', 9009],
    ['käse.example', 9009],
    ['<script>', 9009],
    ['192.168.1.7', 0],
    ['192.168.1.7', 65_536],
  ])('names a host and a port that can be dialled, not %p with %p', (host, port) => {
    expect(codeOf({ endpoint: { host, port } })).toBe('address-record-endpoint');
  });

  it.each(['localhost', 'peer-1.example.org', '2001:db8::1', 'a'.repeat(253)])('may name %p', (host) => {
    expect(checkAddressRecord(signAddressRecord(signer, genesisHash, { host, port: 1 }, NOW), genesisHash, NOW)).toBe(
      undefined,
    );
  });

  const other = testSigner(2);
  const flipped = record.signature.slice();
  flipped[0] = (flipped[0] as number) ^ 1;

  it.each<[what: string, changes: Partial<AddressRecord>]>([
    ['another host', { endpoint: { ...ENDPOINT, host: '192.168.1.8' } }],
    ['another port', { endpoint: { ...ENDPOINT, port: 9010 } }],
    ['another sequence', { sequence: NOW + 1 }],
    ['another expiry', { expiresAt: record.expiresAt - 1 }],
    ['another node', { identityKey: other.identityKey }],
    ['another signature', { signature: flipped }],
    ['no signature', { signature: new Uint8Array(64) }],
    ['a key that is none', { identityKey: new Uint8Array(32).fill(255) }],
  ])('is signed by its own node: %s is refused', (_what, changes) => {
    expect(codeOf(changes)).toBe('address-record-signature');
  });

  it('counts on its own network alone', () => {
    const elsewhere = testNetwork({ name: 'elsewhere' }).genesisHash;
    expect(codeOf({}, NOW, elsewhere)).toBe('address-record-signature');
  });

  it('has a sentence for every code', () => {
    expect(Object.keys(addressRecordRules).sort()).toEqual([
      'address-record-endpoint',
      'address-record-expired',
      'address-record-lives-too-long',
      'address-record-signature',
    ]);
  });
});
