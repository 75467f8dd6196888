import fc from 'fast-check';
import { MAX_TEXT_BYTES } from '#adapters/wire/basic-types';
import type { MessageCodec } from '#adapters/wire/message-codec';
import { ONE_WAY_CODECS, REQUEST_CODECS, RESPONSE_CODECS } from '#adapters/wire/protocol';
import { MAX_HOST_BYTES } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import { toHex, utf8 } from '#domain/primitives/bytes';
import { hashFromBytes } from '#domain/primitives/hash';

/** A codec with any message that it takes; lists are short, so that many messages can be tried. */
export interface MessageKind {
  readonly name: string;
  readonly codec: MessageCodec<unknown>;
  readonly message: fc.Arbitrary<unknown>;
}

const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const hash = bytes(32).map(hashFromBytes);
const text = (maxBytes: number) =>
  fc
    .string({ unit: 'grapheme', maxLength: maxBytes })
    .filter((value) => utf8(value).length <= maxBytes && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value));
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const endpoint = fc.record({ host: text(MAX_HOST_BYTES), port: fc.integer({ min: 0, max: 65_535 }) });
const status = { height: uint32, tipHash: hash, totalWork: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }) };
const hashes = fc.array(hash, { maxLength: 40 });
const transactions = fc.record({ transactions: fc.array(bytes(0, 410), { maxLength: 8 }) });
const greeting = { agent: text(MAX_TEXT_BYTES), listen: endpoint, status: fc.record(status), ticket: bytes(0, 512) };
const code = fc.record({ code: text(MAX_TEXT_BYTES) });
const empty = fc.constant({});
const recordsOf = (maxLength: number) =>
  fc.record({
    records: fc.array(
      fc.record({
        identityKey: bytes(32),
        endpoint,
        sequence: fc.maxSafeNat(),
        expiresAt: uint32,
        signature: bytes(64),
      }),
      { maxLength },
    ),
  });
const addresses = recordsOf(10);
const trackers = recordsOf(4);

const REQUESTS: Readonly<Record<keyof typeof REQUEST_CODECS, fc.Arbitrary<unknown>>> = {
  PCONNECT: fc.record({ ...greeting, joinProof: bytes(0, 32) }),
  HCK: fc.record(status),
  PLREQ: empty,
  GETCHAIN: fc.record({ hashes: fc.array(hash, { maxLength: 32 }) }),
  GETHEADERS: fc.record({ locator: hashes, stop: hash }),
  BRCHEESE: fc.record({
    header: bytes(80),
    reward: bytes(68, 132),
    salt: bytes(8),
    shortIds: fc.array(bytes(6), { maxLength: 20 }),
  }),
  GETBLOCKTRANSACTIONS: fc.record({
    blockHash: hash,
    indexes: fc.uniqueArray(uint32, { maxLength: 20 }).map((all) => all.sort((a, b) => a - b)),
  }),
  BRTRANSACTION: fc.record({ ids: hashes }),
  GETOPENTRANSACTIONS: empty,
  GETDATA: fc.record({ ids: hashes }),
};

const RESPONSES: Readonly<Record<keyof typeof RESPONSE_CODECS, fc.Arbitrary<unknown>>> = {
  PCONNECTACK: fc.record({ ...greeting, seenAs: endpoint }),
  TCONNECTACK: fc.record({
    peerId: bytes(32).map((id) => toHex(id) as PeerId),
    seenAs: endpoint,
    ticket: bytes(0, 512),
  }),
  HCKACK: fc.record(status),
  ADDRESSES: addresses,
  GETCHAINACK: fc.record({ blocks: fc.array(bytes(0, 300), { maxLength: 32 }) }),
  HEADERS: fc.record({ headers: fc.array(bytes(80), { maxLength: 20 }) }),
  BRCHEESEACK: fc.record({
    outcome: fc.constantFrom('connected', 'stored', 'known', 'not-yet', 'behind', 'refused', 'wanted'),
    code: text(MAX_TEXT_BYTES),
  }),
  BLOCKTRANSACTIONS: transactions,
  BRTRANSACTIONACK: fc.record({ wanted: uint32 }),
  OPENTRANSACTIONS: fc.record({ ids: hashes }),
  DATA: transactions,
};

const ONE_WAY: Readonly<Record<keyof typeof ONE_WAY_CODECS, fc.Arbitrary<unknown>>> = {
  DISCONNECT: code,
  INVALIDPEERID: empty,
  ADDRESSES: addresses,
  TRACKERS: trackers,
  REVOCATIONS: fc.record({
    trackerKey: bytes(32),
    sequence: fc.maxSafeNat(),
    serials: fc.array(fc.maxSafeNat(), { maxLength: 20 }),
    signature: bytes(64),
  }),
  TICKET: fc.record({ ticket: bytes(0, 512) }),
};

/** Every message of the protocol. */
export const MESSAGE_KINDS: readonly MessageKind[] = [
  ...kinds('request', REQUEST_CODECS, REQUESTS),
  ...kinds('response', RESPONSE_CODECS, RESPONSES),
  ...kinds('one-way', ONE_WAY_CODECS, ONE_WAY),
];

function kinds<Name extends string>(
  flag: string,
  codecs: Readonly<Record<Name, unknown>>,
  messages: Readonly<Record<Name, fc.Arbitrary<unknown>>>,
): MessageKind[] {
  return (Object.keys(messages) as Name[]).map((name) => ({
    name: `${name} (${flag})`,
    codec: codecs[name] as MessageCodec<unknown>,
    message: messages[name],
  }));
}
