import { createHash } from 'node:crypto';
import { ed25519KeyPairFromRaw } from '#adapters/tcp/ed25519';
import { type Frame, FrameFlag } from '#adapters/tcp/frame';
import { proveIdentity } from '#adapters/tcp/identity-proof';
import { type NodeIdentity, nodeIdentityOf } from '#adapters/tcp/node-identity';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { NoiseCipherState } from '#adapters/tcp/noise-cipher-state';
import { NoiseTransport } from '#adapters/tcp/noise-transport';
import { NoiseXxHandshake } from '#adapters/tcp/noise-xx-handshake';
import { OutgoingFrames } from '#adapters/tcp/outgoing-frames';
import { encodePreamble } from '#adapters/tcp/preamble';
import { encodePreambleGoodbye } from '#adapters/tcp/preamble-goodbye';
import { x25519KeyPairFromRaw } from '#adapters/tcp/x25519';
import { codeCodec } from '#adapters/wire/plain.messages';
import { ONE_WAY_CODECS, REQUEST_CODECS, RESPONSE_CODECS } from '#adapters/wire/protocol';
import { createNetwork } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { addressDigest, signAddressRecord } from '#domain/peer-network/address-record';
import { COMMANDS } from '#domain/peer-network/commands';
import { ShortIdHasher } from '#domain/peer-network/siphash';
import { fromHex, toHex } from '#domain/primitives/bytes';
import { hashFromBytes } from '#domain/primitives/hash';
import { membershipExamples } from './membership-examples.ts';

const network = createNetwork(PRESETS.devnet);
const key = (byte: number) => new Uint8Array(32).fill(byte);
const identity = (first: number) =>
  nodeIdentityOf(ed25519KeyPairFromRaw(key(first)), x25519KeyPairFromRaw(key(first + 1)));

/** Initiator and responder of the examples: private keys of 32 equal bytes, 1 to 6. */
const [initiator, responder] = [identity(1), identity(4)];
const status = { height: 7, tipHash: network.genesisHash, totalWork: 0x1_0000_0001n };
const TRANSACTION_ID = Uint8Array.from({ length: 32 }, (_, i) => i);
const SALT = fromHex('0001020304050607');

/** Every byte string of docs/protocol.md, by the words that stand before it. */
export function protocolExamples(): Readonly<Record<string, string>> {
  const handshake = handshakeExamples();
  const [peer, tracker] = [nodeSignerOf(initiator), nodeSignerOf(responder)];
  const membership = membershipExamples(network, tracker, peer, fromHex(handshake['The handshake hash'] as string));
  return { ...handshake, ...frameExamples(), ...otherExamples(), ...membership };
}

function handshakeExamples(): Record<string, string> {
  const preamble = encodePreamble(network.genesisHash);
  const noiseOf = (role: 'initiator' | 'responder', node: NodeIdentity, ephemeral: number) =>
    new NoiseXxHandshake({
      role,
      prologue: Buffer.concat([preamble, preamble]),
      staticKeys: { privateKey: node.staticPrivateKey, publicKey: node.staticPublicKey },
      ephemeralKeys: x25519KeyPairFromRaw(key(ephemeral)),
    });
  const [a, b] = [noiseOf('initiator', initiator, 3), noiseOf('responder', responder, 6)];
  const say = (from: NoiseXxHandshake, to: NoiseXxHandshake, payload: Uint8Array): Buffer => {
    const message = from.writeMessage(payload);
    if (message === undefined || to.readMessage(message) === undefined) throw new Error('the handshake failed');
    return message;
  };
  const first = say(a, b, new Uint8Array(0));
  const second = say(b, a, proveIdentity(responder));
  const third = say(a, b, proveIdentity(initiator));
  const { sendCipher, receiveCipher, handshakeHash } = a.finish();
  const frame = bytesOf({ command: COMMANDS.HCK, flags: FrameFlag.request, correlation: 1, payload: HCK });
  const { ciphertext, tag } = new NoiseTransport(sendCipher, receiveCipher).seal(frame);
  return {
    'The preamble': toHex(preamble),
    'The goodbye to another network': toHex(encodePreambleGoodbye('preamble-genesis')),
    "The initiator's proof": toHex(proveIdentity(initiator)),
    "The responder's proof": toHex(proveIdentity(responder)),
    "The initiator's peer id": initiator.peerId,
    "The responder's peer id": responder.peerId,
    'Message 1': toHex(prefixed(first)),
    'Message 2': toHex(prefixed(second)),
    'Message 3': toHex(prefixed(third)),
    'The handshake hash': toHex(handshakeHash),
    "The initiator's first message after it": toHex(prefixed(Buffer.concat([ciphertext, tag]))),
  };
}

const HCK = REQUEST_CODECS.HCK.encode(status);

function frameExamples(): Record<string, string> {
  const none = new Uint8Array(0);
  const greeting = { agent: 'example/1', listen: { host: '', port: 9009 }, status, ticket: none };
  const seenAs = { host: '192.0.2.7', port: 9009 };
  const frame = (command: keyof typeof COMMANDS, flags: FrameFlag, correlation: number, payload: Uint8Array) =>
    toHex(bytesOf({ command: COMMANDS[command], flags, correlation, payload }));
  const { request, response, oneWay } = FrameFlag;
  const unknown = { command: 200, flags: FrameFlag.error, correlation: 7 } as const;
  return {
    'A greeting': frame('PCONNECT', request, 1, REQUEST_CODECS.PCONNECT.encode({ ...greeting, joinProof: none })),
    'Its welcome': frame('PCONNECTACK', response, 1, RESPONSE_CODECS.PCONNECTACK.encode({ ...greeting, seenAs })),
    'A health check': frame('HCK', request, 1, HCK),
    'A question for headers': frame(
      'GETHEADERS',
      request,
      2,
      REQUEST_CODECS.GETHEADERS.encode({ locator: [network.genesisHash], stop: hashFromBytes(key(0)) }),
    ),
    'A question for two transactions of a block': frame(
      'GETBLOCKTRANSACTIONS',
      request,
      3,
      REQUEST_CODECS.GETBLOCKTRANSACTIONS.encode({ blockHash: network.genesisHash, indexes: [0, 2] }),
    ),
    'The outcome of an announcement': frame(
      'BRCHEESEACK',
      response,
      4,
      RESPONSE_CODECS.BRCHEESEACK.encode({ outcome: 'refused', code: 'block-too-large' }),
    ),
    'The answer to an unknown command': toHex(
      bytesOf({ ...unknown, payload: codeCodec.encode({ code: 'command-unknown' }) }),
    ),
    'A goodbye': frame('DISCONNECT', oneWay, 0, ONE_WAY_CODECS.DISCONNECT.encode({ code: 'leaving' })),
  };
}

function otherExamples(): Record<string, string> {
  const record = signAddressRecord(
    nodeSignerOf(initiator),
    network.genesisHash,
    { host: '192.0.2.7', port: 9009 },
    1_800_000_000,
  );
  const tracker = signAddressRecord(
    nodeSignerOf(responder),
    network.genesisHash,
    { host: '192.0.2.9', port: 9999 },
    1_800_000_000,
    'tracker',
  );
  const header = network.genesis.header.bytes;
  const siphashKey = createHash('sha256').update(header).update(SALT).digest().subarray(0, 16);
  const shortId = new ShortIdHasher(siphashKey).shortId(TRANSACTION_ID);
  const rekeyed = new NoiseCipherState(key(7));
  rekeyed.rekey();
  return {
    'The digest of an address record': toHex(addressDigest(network.genesisHash, record)),
    'The record in an ADDRESSES payload': toHex(ONE_WAY_CODECS.ADDRESSES.encode({ records: [record] })),
    "The digest of a tracker's record": toHex(addressDigest(network.genesisHash, tracker, 'tracker')),
    'The same in a TRACKERS payload': toHex(ONE_WAY_CODECS.TRACKERS.encode({ records: [tracker] })),
    'The key of the short ids': toHex(siphashKey),
    'The short id': toHex(Uint8Array.from({ length: 6 }, (_, i) => Math.floor(shortId / 256 ** i) % 256)),
    'A message under the next key': toHex(rekeyed.seal(new Uint8Array(0), new Uint8Array(0)).tag),
  };
}

function bytesOf(frame: Frame): Buffer {
  const outgoing = new OutgoingFrames();
  outgoing.push(frame);
  const bytes = Buffer.alloc(outgoing.bytes);
  outgoing.fill(bytes);
  return bytes;
}

function prefixed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]);
}
