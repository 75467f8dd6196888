import { joinProofOf } from '#domain/peer-network/join-proof';
import { checkRevocationList } from '#domain/peer-network/revocation-list';
import { decodeTicket, isTicketSignedBy, type Ticket } from '#domain/peer-network/ticket';
import { refused } from '#domain/primitives/result';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import type { BarePeer } from '#test/tracker/bare-peer';
import { TRACKER_SEED } from '#test/tracker/test-tracker';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { admissionOrderRules, admissionRules } from './admission.errors.ts';
import { DEFAULT_TICKET_LIFE_SECONDS } from './admission.ts';
import { NO_ADMISSION_RECORDS } from './admission-records.ts';

const { genesisHash } = testNetwork();
const trackerKey = testSigner(TRACKER_SEED).identityKey;
/** Short, since a tracker does something every few seconds of it. */
const LIFE_MS = 600_000;
const SHORT = { ticketLifeSeconds: LIFE_MS / 1000 };
const NOTHING = new Uint8Array(0);

const peers = new WeakMap<TrackerWorld, Map<number, BarePeer>>();

/** The peer of a number on a new session with the tracker. */
async function come(world: TrackerWorld, seed: number): Promise<BarePeer> {
  const known = peers.get(world) ?? new Map<number, BarePeer>();
  peers.set(world, known);
  const peer = known.get(seed) ?? (await world.peer(seed));
  known.set(seed, peer);
  await world.inTime(peer.dial());
  return peer;
}

/** Greets with the proof of a token, or without; the ticket's bytes, or the code of the refusal. */
async function greet(
  world: TrackerWorld,
  peer: BarePeer,
  token?: string,
  ticket: Uint8Array = NOTHING,
): Promise<Uint8Array | string> {
  const joinProof = token === undefined ? NOTHING : joinProofOf(token, peer.session.handshakeHash);
  const answer = await world.inTime(peer.greet({ joinProof, ticket }));
  if (!answer.ok) return answer.refusal.code === 'request-refused' ? answer.refusal.reason : answer.refusal.code;
  return answer.value.command === 'TCONNECTACK' ? answer.value.ticket : 'no tracker';
}

async function ticketOf(world: TrackerWorld, peer: BarePeer, token?: string): Promise<Ticket> {
  const bytes = await greet(world, peer, token);
  const ticket = typeof bytes === 'string' ? undefined : decodeTicket(bytes);
  if (ticket === undefined) throw new Error(`no ticket: ${bytes}`);
  return ticket;
}

async function invite(world: TrackerWorld): Promise<string> {
  const made = await world.place.tracker.admission.invite();
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.token;
}

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
    await world.restartTracker('killed');
    serials.push((await ticketOf(world, await come(world, 3))).serial);
    expect((await ticketOf(world, await come(world, 1))).serial).toBe(serials[0]);
    await world.place.admissionStore.save(NO_ADMISSION_RECORDS);
    await world.pass(1_000);
    await world.restartTracker('killed');
    serials.push((await ticketOf(world, await come(world, 4))).serial);
    expect([...new Set(serials)].sort((a, b) => a - b)).toEqual(serials);
  });

  it('is given in an open network even when it cannot be kept', async () => {
    const world = await TrackerWorld.open();
    world.place.admissionStore.save = async () =>
      refused({ code: 'admission-records-unwritable', where: 'here', reason: 'ENOSPC' });
    await ticketOf(world, await come(world, 1));
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

describe('a tracker that revokes', () => {
  it('throws the peer out, signs a list with its tickets, and tells all others', async () => {
    const world = await TrackerWorld.open();
    const [bad, good] = [await come(world, 1), await come(world, 2)];
    const { serial } = await ticketOf(world, bad);
    await ticketOf(world, good);
    const revoked = await world.place.tracker.revoke({ peerId: bad.signer.peerId });
    await world.pass(100);
    expect(bad.session.closed).toBe(true);
    expect(good.revocations).toHaveLength(1);
    const [list] = good.revocations;
    expect(revoked).toEqual({ ok: true, value: list });
    expect(list).toMatchObject({ serials: [serial], trackerKey });
    expect(list && checkRevocationList(list, genesisHash)).toBeUndefined();
    expect(await greet(world, await come(world, 1))).toBe('peer-revoked');
  });

  it('tells the list to who comes later, raises its sequence, and remembers all of it', async () => {
    const world = await TrackerWorld.open();
    const first = await ticketOf(world, await come(world, 1));
    const second = await ticketOf(world, await come(world, 2));
    await world.place.tracker.revoke({ serial: first.serial });
    await world.place.tracker.revoke({ serial: second.serial });
    await world.restartTracker('killed');
    const later = await come(world, 3);
    await ticketOf(world, later);
    await world.pass(100);
    const now = Math.floor(world.clock.nowMs() / 1000);
    expect(later.revocations).toMatchObject([{ serials: [first.serial, second.serial] }]);
    expect(later.revocations[0]?.sequence).toBeGreaterThanOrEqual(now);
    expect(await greet(world, await come(world, 2))).toBe('peer-revoked');
  });

  it('leaves a ticket off the next list once it has expired by itself', async () => {
    const world = await TrackerWorld.open(SHORT);
    const first = await ticketOf(world, await come(world, 1));
    await world.place.tracker.revoke({ serial: first.serial });
    world.clock.advance(LIFE_MS + 600_000);
    const second = await ticketOf(world, await come(world, 2));
    const revoked = await world.place.tracker.revoke({ serial: second.serial });
    expect(revoked).toMatchObject({ ok: true, value: { serials: [second.serial] } });
    expect(await greet(world, await come(world, 1))).toBe('peer-revoked');
  });

  it('does not revoke whom it has not admitted, and nobody twice', async () => {
    const world = await TrackerWorld.open();
    const { tracker } = world.place;
    const { serial } = await ticketOf(world, await come(world, 1));
    const unknown = { ok: false, refusal: { code: 'revocation-unknown' } };
    expect(await tracker.revoke({ peerId: testSigner(5).peerId })).toEqual(unknown);
    expect(await tracker.revoke({ serial: serial + 1 })).toEqual(unknown);
    const once = await tracker.revoke({ serial });
    expect(await tracker.revoke({ serial })).toEqual(once);
  });

  it('has a sentence for every refusal', () => {
    const sentences = Object.values({ ...admissionRules, ...admissionOrderRules });
    expect(sentences.every((sentence) => sentence.endsWith('.'))).toBe(true);
  });
});
