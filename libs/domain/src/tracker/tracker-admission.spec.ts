import { joinProofOf } from '#domain/peer-network/join-proof';
import { decodeTicket, isTicketSignedBy } from '#domain/peer-network/ticket';
import { refused } from '#domain/primitives/result';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { come, greet, invite, ticketOf } from '#test/tracker/admission-steps';
import { TRACKER_SEED } from '#test/tracker/test-tracker';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { DEFAULT_TICKET_LIFE_SECONDS } from './admission.ts';
import { NO_ADMISSION_RECORDS } from './admission-records.ts';

const { genesisHash } = testNetwork();
const trackerKey = testSigner(TRACKER_SEED).identityKey;
/** Short, since a tracker does something every few seconds of it. */
const LIFE_MS = 600_000;
const SHORT = { ticketLifeSeconds: LIFE_MS / 1000 };

describe('the ticket that a tracker gives', () => {
  it('is signed by its key, for the id that the handshake proved, and lives seven days', async () => {
    const world = await TrackerWorld.open();
    const peer = await come(world, 1);
    const bytes = (await greet(world, peer)) as Uint8Array;
    const now = Math.floor(world.clock.nowMs() / 1000);
    expect(isTicketSignedBy(bytes, trackerKey)).toBe(true);
    expect(decodeTicket(bytes)).toEqual({
      genesisHash,
      identityKey: peer.signer.identityKey,
      address: '10.0.0.1',
      serial: expect.any(Number),
      issuedAt: now,
      expiresAt: now + DEFAULT_TICKET_LIFE_SECONDS,
    });
  });

  it('is the same for half of its life, however often somebody asks, and then another', async () => {
    const world = await TrackerWorld.open(SHORT);
    const first = await ticketOf(world, await come(world, 1));
    world.clock.advance(LIFE_MS / 2 - 5_000);
    expect(await ticketOf(world, await come(world, 1))).toEqual(first);
    world.clock.advance(5_000);
    const second = await ticketOf(world, await come(world, 1));
    expect(second.serial).toBeGreaterThan(first.serial);
    expect(second.expiresAt).toBeGreaterThan(first.expiresAt);
  });

  it('has a serial of its own, after any restart, even with the records lost', async () => {
    const world = await TrackerWorld.open();
    const serials = [(await ticketOf(world, await come(world, 1))).serial];
    serials.push((await ticketOf(world, await come(world, 2))).serial);
    await world.pass(2_000);
    await world.restartTracker('killed');
    serials.push((await ticketOf(world, await come(world, 3))).serial);
    expect((await ticketOf(world, await come(world, 1))).serial).toBe(serials[0]);
    await world.place.admissionStore.save(NO_ADMISSION_RECORDS);
    await world.pass(1_000);
    await world.restartTracker('killed');
    serials.push((await ticketOf(world, await come(world, 4))).serial);
    expect([...new Set(serials)].sort((a, b) => a - b)).toEqual(serials);
  });

  it('is kept together with others, a second later, and at once when the tracker stops', async () => {
    const world = await TrackerWorld.open();
    let writes = 0;
    const { admissionStore } = world.place;
    const save = admissionStore.save.bind(admissionStore);
    admissionStore.save = (records) => {
      writes++;
      return save(records);
    };
    for (let seed = 1; seed <= 5; seed++) await ticketOf(world, await come(world, seed));
    await world.pass(1_500);
    expect(writes).toBe(1);
    const { serial } = await ticketOf(world, await come(world, 6));
    await world.restartTracker('stopped');
    expect([writes, (await ticketOf(world, await come(world, 6))).serial]).toEqual([2, serial]);
  });

  it('is given in an open network even when it cannot be kept', async () => {
    const world = await TrackerWorld.open();
    world.place.admissionStore.save = async () =>
      refused({ code: 'admission-records-unwritable', where: 'here', reason: 'ENOSPC' });
    await ticketOf(world, await come(world, 1));
    await world.pass(2_000);
    expect(world.place.tracker.storeFailure).toBe('admission-records-unwritable');
  });
});

describe('a tracker that admits by invitation', () => {
  it('admits who proves a token, once, and says why it admits nobody else', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const token = await invite(world);
    const [first, second] = [await come(world, 1), await come(world, 2)];
    expect(await greet(world, first)).toBe('join-token-missing');
    expect(await greet(world, first, 'guessed')).toBe('join-token-unknown');
    expect(world.place.tracker.registry.size).toBe(0);
    await ticketOf(world, first, token);
    expect(await greet(world, second, token)).toBe('join-token-spent');
    expect(world.place.tracker.admission.invitations()).toMatchObject([{ spentBy: first.signer.peerId }]);
    expect(world.place.tracker.registry.size).toBe(1);
  });

  it('takes a proof for no other session than the one it was made on', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const token = await invite(world);
    const [victim, thief] = [await come(world, 1), await come(world, 2)];
    const stolen = joinProofOf(token, victim.session.handshakeHash);
    expect(await world.inTime(thief.greet({ joinProof: stolen }))).toMatchObject({
      refusal: { reason: 'join-token-unknown' },
    });
    await ticketOf(world, victim, token);
  });

  it('knows after a restart whom it admitted, and which tokens are spent', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const [used, open] = [await invite(world), await invite(world)];
    const given = await ticketOf(world, await come(world, 1), used);
    await world.restartTracker('killed', { admission: 'token' });
    expect((await ticketOf(world, await come(world, 1))).serial).toBe(given.serial);
    expect(await greet(world, await come(world, 2), used)).toBe('join-token-spent');
    await ticketOf(world, await come(world, 2), open);
  });

  it('renews the ticket of who has one, and wants a new token when it has run out', async () => {
    const world = await TrackerWorld.open({ admission: 'token', ...SHORT });
    const token = await invite(world);
    await ticketOf(world, await come(world, 1), token);
    world.clock.advance(LIFE_MS - 60_000);
    await ticketOf(world, await come(world, 1), token);
    world.clock.advance(LIFE_MS + 60_000);
    expect(await greet(world, await come(world, 1), token)).toBe('join-token-spent');
    await ticketOf(world, await come(world, 1), await invite(world));
  });

  it('knows its own ticket again when its records are lost, and no copy of it', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const bytes = (await greet(world, await come(world, 1), await invite(world))) as Uint8Array;
    await world.place.admissionStore.save(NO_ADMISSION_RECORDS);
    await world.restartTracker('killed', { admission: 'token' });
    expect(await greet(world, await come(world, 2), undefined, bytes)).toBe('join-token-missing');
    const forged = bytes.map((byte, index) => (index === 10 ? byte ^ 1 : byte));
    expect(await greet(world, await come(world, 1), undefined, forged)).toBe('join-token-missing');
    expect(await greet(world, await come(world, 1), undefined, bytes)).toEqual(bytes);
    const { peerId } = testSigner(1);
    expect(await world.place.tracker.revoke({ peerId })).toMatchObject({
      ok: true,
      value: { serials: [expect.any(Number)] },
    });
  });

  it('admits nobody before that is on disk, and then without another token', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const token = await invite(world);
    const { admissionStore } = world.place;
    const save = admissionStore.save.bind(admissionStore);
    admissionStore.save = async () =>
      refused({ code: 'admission-records-unwritable', where: 'here', reason: 'ENOSPC' });
    const peer = await come(world, 1);
    expect(await greet(world, peer, token)).toBe('admission-not-kept');
    expect(world.place.tracker.registry.size).toBe(0);
    expect(await world.place.tracker.admission.invite()).toMatchObject({ refusal: { code: 'admission-not-kept' } });
    admissionStore.save = save;
    await ticketOf(world, peer, token);
    expect(world.place.tracker.storeFailure).toBeUndefined();
  });
});
