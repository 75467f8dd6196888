import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { signAddressRecord } from '#domain/peer-network/address-record';
import type { ConnectMessage } from '#domain/peer-network/messages';
import { ANSWER_BYTES } from '#domain/peer-network/peer-budget';
import { GREETING_TIMEOUT_MS, PeerHandlers } from '#domain/peer-network/peer-handlers';
import type { Session } from '#domain/peer-network/transport.port';
import { ZERO_HASH } from '#domain/primitives/hash';
import { ManualClock } from '#test/manual-clock';
import { type MemoryNode, memoryEndpoint, startMemoryNode, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { ScriptedSession, type ScriptedSessionOptions } from '#test/peers/scripted-session';

const network = testNetwork();

describe('what a node answers on a session', () => {
  const clock = new ManualClock(1_000_000_000_000);
  let node: MemoryNode;

  beforeAll(async () => {
    node = await startMemoryNode(new MemoryHub<MemoryTransport>(), network, 1);
  });

  afterAll(() => node.node.stop());

  const greeting: ConnectMessage = {
    agent: 'stranger',
    listen: { host: '', port: 0 },
    status: { height: 0, tipHash: network.genesisHash, totalWork: 0n },
    ticket: new Uint8Array(0),
    joinProof: new Uint8Array(0),
  };
  const open = (options: Partial<ScriptedSessionOptions> = {}): ScriptedSession => {
    const session = new ScriptedSession({ seed: 50, clock, direction: 'inbound', ...options });
    session.onClose = (reason) => node.node.handlers.closed(session, reason);
    node.node.handlers.opened(session);
    return session;
  };
  const greet = async (session: Session, changes: Partial<ConnectMessage> = {}): Promise<string> => {
    const answer = await node.node.handlers.request(session, 'PCONNECT', { ...greeting, ...changes });
    return answer.ok ? answer.value.command : answer.refusal.code;
  };
  const peerOn = (session: Session) => node.node.peers.roster.of(session);

  it('is nothing before a greeting', async () => {
    const session = open();
    const request = { locator: [network.genesisHash], stop: ZERO_HASH };
    const answer = await node.node.handlers.request(session, 'GETHEADERS', request);
    expect(answer).toEqual({ ok: false, refusal: { code: 'greeting-missing' } });
    session.disconnect('done');
  });

  it('welcomes once, and refuses a greeting that is repeated or comes from whoever was dialled', async () => {
    const session = open();
    expect([await greet(session), await greet(session)]).toEqual(['PCONNECTACK', 'greeting-repeated']);
    expect(session.closed).toBe(false);
    session.disconnect('done');
    const dialled = open({ seed: 51, direction: 'outbound' });
    expect(await greet(dialled)).toBe('greeting-from-dialled');
    expect(node.node.peers.roster.size).toBe(0);
  });

  it('is a goodbye to whoever came in and does not greet in time, and to nobody else', async () => {
    const handlers = new PeerHandlers(node.node.peers, clock);
    const opened = (seed: number, direction: 'inbound' | 'outbound'): ScriptedSession => {
      const session = new ScriptedSession({ seed, clock, direction });
      session.onClose = (reason) => handlers.closed(session, reason);
      handlers.opened(session);
      return session;
    };
    const [silent, polite, dialled] = [opened(56, 'inbound'), opened(57, 'inbound'), opened(58, 'outbound')];
    expect(await handlers.request(polite, 'PCONNECT', greeting)).toMatchObject({ ok: true });
    clock.advance(GREETING_TIMEOUT_MS - 1);
    expect(silent.closed).toBe(false);
    clock.advance(1);
    expect([silent, polite, dialled].map(({ closedBecause }) => closedBecause)).toEqual([
      'greeting-timeout',
      undefined,
      undefined,
    ]);
    for (const session of [polite, dialled]) session.disconnect('done');
  });

  it('takes nothing into logs and pages but what can be printed', async () => {
    const session = open();
    await greet(session, { agent: 'evil\n\u001b[31m\u202e', listen: { host: 'a b<script>', port: 7 } });
    expect(peerOn(session)?.agent).toBe('evil..[31m.');
    expect(peerOn(session)?.listen).toEqual({ host: session.remote.host, port: 7 });
    session.disconnect('done');
  });

  it('does not welcome whoever is banned', async () => {
    const session = open({ seed: 52 });
    node.node.peers.misbehaviour.report(session.peerId, 'header-work-insufficient');
    expect(await greet(session)).toBe('peer-banned');
  });

  it('counts a breach of the wire, which ended the session, against the peer', async () => {
    const session = open({ seed: 53 });
    await greet(session);
    session.disconnect('message-malformed');
    expect(node.node.peers.misbehaviour.isBanned(session.peerId)).toBe(true);
    expect(node.node.peers.roster.size).toBe(0);
  });

  it('is a refusal once a session has asked for more bytes than its budget holds', async () => {
    const session = open({ seed: 54 });
    await greet(session);
    const ask = async (): Promise<string> => {
      const answer = await node.node.handlers.request(session, 'GETCHAIN', { hashes: [network.genesisHash] });
      return answer.ok ? 'answered' : answer.refusal.code;
    };
    expect(await ask()).toBe('answered');
    peerOn(session)?.budget.answerBytes.charge(ANSWER_BYTES.burst * 2);
    expect(await ask()).toBe('session-byte-budget');
    peerOn(session)?.budget.requests.charge(1e6);
    expect(await ask()).toBe('session-request-rate');
    session.disconnect('done');
  });

  it('is no longer anything for address records that come in a flood', async () => {
    const session = open({ seed: 55 });
    await greet(session);
    const { book } = node.node.peers;
    const tell = (seed: number): number => {
      const now = Math.floor(Date.now() / 1000);
      const record = signAddressRecord(testSigner(seed), network.genesisHash, memoryEndpoint(seed), now);
      node.node.handlers.oneWay(session, 'ADDRESSES', { records: [record] });
      return book.size;
    };
    expect(tell(90)).toBe(1);
    peerOn(session)?.budget.addressRecords.charge(1e6);
    expect(tell(91)).toBe(1);
    session.disconnect('done');
  });
});
