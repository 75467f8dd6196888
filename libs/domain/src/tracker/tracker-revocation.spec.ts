import { checkRevocationList } from '#domain/peer-network/revocation-list';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { come, greet, ticketOf } from '#test/tracker/admission-steps';
import { TRACKER_SEED } from '#test/tracker/test-tracker';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { admissionOrderRules, admissionRules } from './admission.errors.ts';

const { genesisHash } = testNetwork();
const trackerKey = testSigner(TRACKER_SEED).identityKey;
/** Short, since a tracker does something every few seconds of it. */
const LIFE_MS = 600_000;
const SHORT = { ticketLifeSeconds: LIFE_MS / 1000 };

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
