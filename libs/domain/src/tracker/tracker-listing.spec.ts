import { signAddressRecord } from '#domain/peer-network/address-record';
import { memoryEndpoint, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { nowSeconds } from '../primitives/clock.port.ts';
import { FIRST_REST_MS } from './dial-backs.ts';

describe('the lists of a tracker', () => {
  it('name a peer once it has been met where it listens, to everybody but itself', async () => {
    const world = await TrackerWorld.open();
    const [a, b] = [await world.joined(1), await world.joined(2)];
    expect([a.dialled, b.dialled]).toEqual([1, 1]);
    expect(await world.toldTo(a)).toEqual([b.endpoint.host]);
    expect(await world.toldTo(b)).toEqual([a.endpoint.host]);
  });

  it('are sent to a peer as soon as it is listed itself, so that two that join together meet at once', async () => {
    const world = await TrackerWorld.open();
    const [a, b] = [await world.joined(1), await world.joined(2)];
    expect(a.heard).toEqual([]);
    expect(b.heard).toEqual(['ADDRESSES']);
  });

  it('do not name a peer that has joined but told no address', async () => {
    const world = await TrackerWorld.open();
    const a = await world.dialledIn(1);
    await world.inTime(a.greet());
    const b = await world.joined(2);
    expect(await world.toldTo(b)).toEqual([]);
  });

  it('do not name a peer whose address belongs to somebody else', async () => {
    const world = await TrackerWorld.open();
    const [liar, victim] = [await world.dialledIn(1), await world.joined(2)];
    await world.inTime(liar.greet());
    liar.offer(victim.endpoint);
    await world.pass(60_000);
    expect(world.listed()).toEqual([victim.endpoint.host]);
    const codes = world.place.happened.flatMap((event) => (event.kind === 'dialled-back' ? [event.code] : []));
    expect(new Set(codes)).toEqual(new Set(['met', 'peer-id-mismatch']));
  });

  it('name a peer that begins to listen later', async () => {
    const world = await TrackerWorld.open();
    const elsewhere = memoryEndpoint(50);
    const peer = await world.dialledIn(1);
    await world.inTime(peer.greet());
    peer.offer(elsewhere);
    await world.pass(10_000);
    expect(world.listed()).toEqual([]);
    world.hub.listen(elsewhere, peer.transport);
    await world.pass(20_000);
    expect(world.listed()).toEqual([elsewhere.host]);
  });

  it('follow a peer that moves, and lose one that moves to where nobody is', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    const elsewhere = memoryEndpoint(50);
    world.hub.listen(elsewhere, peer.transport);
    await world.pass(1_000);
    peer.offer(elsewhere);
    await world.pass(FIRST_REST_MS + 200);
    expect(world.listed()).toEqual([elsewhere.host]);
    peer.offer(memoryEndpoint(60));
    await world.pass(FIRST_REST_MS + 200);
    expect(world.listed()).toEqual([]);
  });

  it('take a renewed record without another dial, and an older one not at all', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    await world.pass(5_000);
    const renewed = peer.offer();
    await world.pass(200);
    peer.offer(memoryEndpoint(60), nowSeconds(world.clock) - 3_600);
    await world.pass(200);
    const [listed] = world.place.tracker.registry.listed();
    expect(listed?.listing.record.sequence).toBe(renewed.sequence);
    expect([peer.dialled, world.refusals().length]).toEqual([1, 0]);
  });

  it('take from a peer only its own address, signed, in time, and for this network', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.dialledIn(1);
    await world.inTime(peer.greet());
    const now = nowSeconds(world.clock);
    const { genesisHash } = testNetwork();
    const foreignNetwork = testNetwork({ name: 'another' }).genesisHash;
    const say = async (record: Parameters<typeof peer.session.send<'ADDRESSES'>>[1]['records'][number]) => {
      peer.session.send('ADDRESSES', { records: [record] });
      await world.pass(100);
      return world.refusals().at(-1);
    };
    const own = (at: number, network = genesisHash) => signAddressRecord(peer.signer, network, peer.endpoint, at);
    expect(await say(signAddressRecord(testSigner(2), genesisHash, peer.endpoint, now))).toBe('address-record-foreign');
    expect(await say(own(now - 30 * 86_400))).toBe('address-record-expired');
    expect(await say(own(now + 30 * 86_400))).toBe('address-record-lives-too-long');
    expect(await say(signAddressRecord(peer.signer, genesisHash, { host: 'a b', port: 1 }, now))).toBe(
      'address-record-endpoint',
    );
    expect(await say(own(now, foreignNetwork))).toBe('address-record-signature');
    expect(peer.dialled).toBe(0);
    expect(world.listed()).toEqual([]);
  });

  it('lose a record that has expired', async () => {
    const world = await TrackerWorld.open({ healthCheckIntervalMs: 3_600_000 });
    await world.joined(1);
    const [peer] = world.place.tracker.registry.listed();
    const record = peer?.listing.record;
    expect(record?.expiresAt).toBeGreaterThan(nowSeconds(world.clock));
    // Three days in leaps of an hour, with the health check of each in small steps.
    for (let hour = 0; hour < 73; hour++) {
      world.clock.advance(3_599_000);
      await world.pass(1_000);
    }
    expect(world.listed()).toEqual([]);
    expect(world.place.happened).toContainEqual(expect.objectContaining({ reason: 'address-record-expired' }));
  });
});
