import { MemoryAdmissionRecordsStore } from '#adapters/memory/memory-admission-records-store';
import { MemoryAdmissionStore } from '#adapters/memory/memory-admission-store';
import { generateNodeIdentity, type NodeIdentity } from '#adapters/tcp/node-identity';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { signTicket } from '#domain/peer-network/ticket';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { refused } from '#domain/primitives/result';
import { testNetwork } from '#test/network';
import { startTcpNode, type TcpNode, type TcpNodeOptions } from '#test/tcp/tcp-node';
import { startTcpTracker, type TcpTracker } from '#test/tracker/tcp-tracker';
import { until } from '#test/until';

const network = testNetwork();
const { genesisHash } = network;
const EMPTY = new Uint8Array(0);
const eventually = (condition: () => boolean): Promise<void> => until(condition, 30_000);
const DEAF: SessionHandlers = {
  opened: () => undefined,
  closed: () => undefined,
  oneWay: () => undefined,
  request: async () => refused({ code: 'command-not-served' }),
};

describe('a network that admits by ticket, over TCP', () => {
  const trackerIdentity = generateNodeIdentity();
  const trustedTrackers = [trackerIdentity.identityPublicKey];
  const admissionStore = new MemoryAdmissionRecordsStore();
  const closing: (() => Promise<unknown>)[] = [];
  let tracker: TcpTracker;
  let seeds = 0;

  beforeEach(async () => {
    tracker = await startTcpTracker(network, { identity: trackerIdentity, admission: 'token', admissionStore });
    closing.push(() => tracker.stop());
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const start = async (options: Omit<TcpNodeOptions, 'seed'> = {}): Promise<TcpNode> => {
    const node = await startTcpNode(network, { seed: ++seeds, trustedTrackers, ...options });
    closing.push(() => node.node.stop());
    return node;
  };
  const invited = async (options: Omit<TcpNodeOptions, 'seed'> = {}): Promise<TcpNode> => {
    const made = await tracker.tracker.admission.invite();
    if (!made.ok) throw new Error(made.refusal.code);
    const node = await start({ trackers: [tracker.endpoint], joinToken: made.value.token, ...options });
    await eventually(() => node.node.peers.membership.ticket.length > 0);
    return node;
  };
  const knows = (node: TcpNode, other: TcpNode): boolean =>
    node.node.peers.roster.get(other.node.peers.peerId) !== undefined;
  /** What a client of that identity is answered when it greets with these bytes for a ticket. */
  const greet = async (endpoint: Endpoint, ticket: Uint8Array, identity: NodeIdentity): Promise<string> => {
    const transport = new TcpTransport({ identity, genesisHash, log: SILENT_LOG });
    await transport.start(DEAF);
    const dialled = await transport.dial(endpoint, undefined);
    if (!dialled.ok) throw new Error(dialled.refusal.code);
    const status = { height: 0, tipHash: genesisHash, totalWork: 0n };
    const greeting = { agent: 'client', listen: { host: '', port: 0 }, status, ticket, joinProof: EMPTY };
    const answer = await dialled.value.request('PCONNECT', greeting, 10_000);
    await transport.close();
    if (answer.ok) return answer.value.command;
    return answer.refusal.code === 'request-refused' ? answer.refusal.reason : answer.refusal.code;
  };

  it('lets those meet who were invited, and nobody else, with whatever ticket', async () => {
    const [one, two] = [await invited(), await invited()];
    await eventually(() => knows(one, two) && knows(two, one));
    const client = generateNodeIdentity();
    const { identityPublicKey: identityKey } = client;
    const stolen = one.node.peers.membership.ticket;
    const now = Math.floor(Date.now() / 1000);
    const ticket = { genesisHash, identityKey, address: '127.0.0.1', serial: 1, issuedAt: now, expiresAt: now + 600 };
    const trusted = nodeSignerOf(trackerIdentity);
    const cases: readonly [code: string, ticket: Uint8Array][] = [
      ['ticket-missing', EMPTY],
      ['ticket-malformed', stolen.slice(1)],
      ['ticket-of-another', stolen],
      ['ticket-signature', signTicket(nodeSignerOf(client), ticket)],
      ['ticket-expired', signTicket(trusted, { ...ticket, issuedAt: now - 900, expiresAt: now - 300 })],
      ['ticket-not-yet-valid', signTicket(trusted, { ...ticket, issuedAt: now + 300, expiresAt: now + 900 })],
      ['ticket-wrong-network', signTicket(trusted, { ...ticket, genesisHash: testNetwork({ name: 'x' }).genesisHash })],
      ['PCONNECTACK', signTicket(trusted, ticket)],
    ];
    for (const [code, shown] of cases) expect([code, await greet(one.endpoint, shown, client)]).toEqual([code, code]);
    expect(one.node.peers.misbehaviour.bans()).toEqual([]);
  }, 60_000);

  it('asks a ticket of the side that was dialled, too', async () => {
    const open = await start({ trustedTrackers: [] });
    const member = await invited();
    expect(await member.node.peers.connect(open.endpoint)).toBe(false);
    expect([...member.node.peers.membership.state().refusals]).toEqual([['ticket-missing', 1]]);
  }, 60_000);

  it('admits nobody with a spent token, and who was admitted again without one', async () => {
    const identity = generateNodeIdentity();
    const member = await invited({ identity });
    const [token] = tracker.tracker.admission
      .invitations()
      .filter(({ spentBy }) => spentBy === member.node.peers.peerId);
    const second = await start({
      trackers: [tracker.endpoint],
      ...(token === undefined ? {} : { joinToken: token.token }),
    });
    await eventually(
      () => tracker.tracker.registry.size === 1 && second.node.peers.trackers.every(({ connected }) => !connected),
    );
    expect(second.node.peers.membership.ticket).toEqual(EMPTY);
    await member.node.stop();
    const again = await start({ trackers: [tracker.endpoint], identity });
    await eventually(() => again.node.peers.membership.ticket.length > 0);
  }, 60_000);

  it('renews a ticket at half of its life, on the session that its peer holds with the tracker', async () => {
    const brief = await startTcpTracker(network, { identity: trackerIdentity, ticketLifeSeconds: 8 });
    closing.push(() => brief.stop());
    const { node } = await start({ trackers: [brief.endpoint] });
    const serial = (): number => node.peers.membership.state().ticket?.serial ?? 0;
    await eventually(() => serial() > 0);
    const [first, session] = [serial(), brief.tracker.registry.get(node.peers.peerId)?.session];
    await eventually(() => serial() > first);
    expect([brief.tracker.registry.get(node.peers.peerId)?.session === session, session?.closed]).toEqual([
      true,
      false,
    ]);
  }, 60_000);

  it('lives on with every tracker dead, restarts included', async () => {
    const kept = [new MemoryAdmissionStore(), new MemoryAdmissionStore()] as const;
    const identities = [generateNodeIdentity(), generateNodeIdentity()] as const;
    const members = [
      await invited({ admissionStore: kept[0], identity: identities[0] }),
      await invited({ admissionStore: kept[1], identity: identities[1] }),
    ];
    for (const { node } of members) await node.stop();
    await tracker.tracker.stop();
    const one = await start({ admissionStore: kept[0], identity: identities[0] });
    const two = await start({ admissionStore: kept[1], identity: identities[1], fixedPeers: [one.endpoint] });
    await eventually(() => knows(one, two) && knows(two, one));
  }, 60_000);

  it('throws out a revoked peer everywhere, by word of mouth where no tracker is heard', async () => {
    const [far, farIdentity, badIdentity] = [
      new MemoryAdmissionStore(),
      generateNodeIdentity(),
      generateNodeIdentity(),
    ];
    const near = await invited();
    const first = await invited({ admissionStore: far, identity: farIdentity });
    await first.node.stop();
    // It knows no tracker, only the peer that does.
    const remote = await start({ admissionStore: far, identity: farIdentity, fixedPeers: [near.endpoint] });
    const bad = await invited({ identity: badIdentity, fixedPeers: [near.endpoint, remote.endpoint] });
    await eventually(() => knows(bad, near) && knows(bad, remote) && knows(remote, near));
    const stolen = bad.node.peers.membership.ticket;
    const revoked = await tracker.tracker.revoke({ peerId: bad.node.peers.peerId });
    expect(revoked.ok).toBe(true);
    await eventually(() => !knows(near, bad) && !knows(remote, bad) && !knows(bad, near) && !knows(bad, remote));
    expect(remote.node.peers.membership.state().revoked).toBe(1);
    for (const { endpoint } of [near, remote])
      expect(await greet(endpoint, stolen, badIdentity)).toBe('ticket-revoked');
    expect(knows(remote, near)).toBe(true);
  }, 60_000);
});
