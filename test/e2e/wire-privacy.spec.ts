import { deflateRawSync } from 'node:zlib';
import { PREAMBLE_BYTES } from '#adapters/tcp/preamble';
import { accountToBytes } from '#domain/transaction/account';
import { decodeAddress } from '#domain/transaction/address';
import { freePort } from '#test/processes/free-port';
import { type Recording, RecordingRelay } from '#test/processes/recording-relay';
import { eventually, onOneTip, type RunningPeer } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';
import { LoopbackCapture } from '#test/wireshark/loopback-capture';
import { dissect, hasTshark } from '#test/wireshark/tshark';

const COIN = 100_000_000;
const MEMO = 'for the aged gouda, with thanks';
const [EPHEMERAL_BYTES, SECOND_BYTES, THIRD_BYTES] = [32, 192, 160];
const SMALLEST_MESSAGE_BYTES = 17;
/** Noise cannot be made shorter; a text or a list of hashes with its offsets can. */
const SHORTEST_PART = 0.99;

/** The Noise messages after the preamble; fails when anything else stands between or behind them. */
function noiseMessages({ bytes }: Recording): Buffer[] {
  const messages: Buffer[] = [];
  let at = PREAMBLE_BYTES;
  while (at + 2 <= bytes.length && at + 2 + bytes.readUInt16BE(at) <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at);
    messages.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return messages;
}

type Tap = readonly [port: number, relay: RecordingRelay];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const reversed = (text: string): Buffer => hex(text).reverse();

describe('whoever listens on the wire', () => {
  let network: TestNetwork;
  const relays: RecordingRelay[] = [];
  let capture: LoopbackCapture | undefined;

  beforeEach(() => {
    network = new TestNetwork();
  });

  afterEach(async () => {
    await network.close();
    for (const relay of relays.splice(0)) relay.close();
    await capture?.end();
  });

  const tap = async (name: string): Promise<Tap> => {
    const port = await freePort();
    const relay = await RecordingRelay.start(name, port);
    relays.push(relay);
    return [port, relay];
  };

  /** A peer that others find only through its tap. */
  const tappedPeer = (
    name: string,
    [port, relay]: Tap,
    settings: Readonly<Record<string, string>>,
  ): Promise<RunningPeer> =>
    network.peer(name, { ...settings, CHEESE_P2P_PORT: String(port), CHEESE_ADVERTISE: relay.address });

  /** What was said between these peers, in every form in which it stands in a message. */
  const secretsOf = async (peers: readonly RunningPeer[], id: string): Promise<[what: string, Buffer][]> => {
    const [one] = peers as [RunningPeer];
    const { genesisHash, tipHash } = await one.chain();
    const agent = (await one.client.get('/v1/peers')).peers[0]?.agent ?? '';
    const block = await one.client.get('/v1/blocks/{which}', { params: { path: { which: tipHash } } });
    const hashes = {
      genesisHash,
      tipHash,
      transaction: id,
      merkleRoot: block.merkleRoot,
      before: block.previousHash,
    };
    const secrets = Object.entries(hashes).flatMap(([name, hash]): [string, Buffer][] => [
      [`${name}, in internal order`, reversed(hash)],
      [`${name}, as shown`, hex(hash)],
    ]);
    secrets.push(['agent', Buffer.from(agent)], ['memo', Buffer.from(MEMO)], ['host', Buffer.from('127.0.0.1')]);
    for (const peer of peers) {
      const node = await peer.client.get('/v1/node');
      const { address } = await peer.client.get('/v1/wallet');
      const account = decodeAddress(address.slice(0, address.lastIndexOf('1')), address);
      if (!account.ok) throw new Error(account.refusal.code);
      secrets.push(['peer id', hex(node.id)], ['address', Buffer.from(address)]);
      secrets.push(['account', Buffer.from(accountToBytes(account.value))]);
    }
    for (const word of ['handshake', 'leaving', 'peer-connected-already', 'session-superseded', 'devnet', 'cheese']) {
      secrets.push([`the word ${word}`, Buffer.from(word)]);
    }
    return secrets;
  };

  it('sees two preambles, three messages of the handshake and then noise: nothing of what peers and tracker say', async () => {
    const [tcp, trackerTap] = await tap('tracker');
    const taps: Tap[] = [];
    for (const name of ['one', 'two', 'three']) taps.push(await tap(name));
    capture = await LoopbackCapture.start(relays.map(({ port }) => port));
    const ports = { http: await freePort(), tcp };
    const tracker = await network.tracker(ports, 'tracker', { CHEESE_TRACKER_ADMISSION: 'token' });
    const { trackerKey } = await tracker.client.get('/v1/admission');
    const peers: RunningPeer[] = [];
    const tokens: string[] = [];
    for (const [index, each] of taps.entries()) {
      const { token } = await tracker.client.post('/v1/join-tokens');
      tokens.push(token);
      const settings = { CHEESE_TRACKERS: trackerTap.address, CHEESE_TRUSTED_TRACKERS: trackerKey };
      peers.push(await tappedPeer(`peer-${index}`, each, { ...settings, CHEESE_JOIN_TOKEN: token }));
    }
    const [one, two, three] = peers as [RunningPeer, RunningPeer, RunningPeer];
    await eventually(async () =>
      (await Promise.all(peers.map((peer) => peer.chain()))).every((chain) => chain.peers === 2),
    );
    await one.makeWallet();
    const payee = await two.makeWallet();
    await three.makeWallet();
    await one.mine(3);
    const id = await one.pay(payee, COIN, MEMO);
    await eventually(async () => (await three.chain()).openTransactions === 1);
    await three.mine(1);
    await eventually(() => onOneTip(peers, 4));
    const secrets = await secretsOf(peers, id);
    secrets.push(['tracker key', hex(trackerKey)]);
    for (const token of tokens) secrets.push(['join token', Buffer.from(token)]);
    await network.close();

    const recordings = relays.flatMap((relay) => relay.recordings).filter(({ bytes }) => bytes.length > 0);
    // Every peer with the tracker, the tracker back to every peer, and every peer with each other.
    expect(recordings.length).toBeGreaterThanOrEqual(2 * (3 + 3 + 3));
    const genesis = secrets[0]?.[1] as Buffer;
    const sealed: Buffer[] = [];
    for (const recording of recordings) {
      const { name, from, bytes } = recording;
      expect([name, bytes.subarray(0, 4).toString(), bytes.subarray(6, PREAMBLE_BYTES)]).toEqual([
        name,
        'CHEZ',
        genesis,
      ]);
      const messages = noiseMessages(recording);
      const lengths = messages.map(({ length }) => length);
      const handshake = from === 'initiator' ? [EPHEMERAL_BYTES, THIRD_BYTES] : [SECOND_BYTES];
      expect(lengths.slice(0, handshake.length)).toEqual(handshake.slice(0, lengths.length));
      expect(Math.min(...lengths.slice(handshake.length), SMALLEST_MESSAGE_BYTES)).toBe(SMALLEST_MESSAGE_BYTES);
      for (const [what, secret] of secrets) {
        expect([name, from, what, bytes.indexOf(secret, PREAMBLE_BYTES)]).toEqual([name, from, what, -1]);
      }
      sealed.push(...messages);
    }
    const everything = Buffer.concat(sealed);
    expect(everything.length).toBeGreaterThan(10_000);
    expect(deflateRawSync(everything, { level: 9 }).length / everything.length).toBeGreaterThan(SHORTEST_PART);
    if (capture === undefined || !hasTshark()) {
      process.stderr.write('\nLEFT OUT: no capture by the system itself, since dumpcap or tshark is not to be had.\n');
      return;
    }
    const captured = await capture.bytes();
    const { packets, text } = await dissect(
      captured,
      relays.map(({ port }) => port),
    );
    expect(/Lua Error.*/i.exec(text)?.[0]).toBeUndefined();
    expect(packets.length).toBeGreaterThan(100);
    const kinds = new Set(packets.flat().map(({ name }) => name.split('.')[0]));
    expect([...kinds].sort()).toEqual(['noise', 'preamble']);
    for (const [what, secret] of secrets.slice(1)) expect([what, captured.indexOf(secret)]).toEqual([what, -1]);
  }, 180_000);
});
