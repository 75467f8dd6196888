import fc from 'fast-check';
import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { ScriptedSession, type ScriptedSessionOptions } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import type { PeerId } from './peer-id.ts';
import { Roster } from './roster.ts';
import type { Direction } from './transport.port.ts';

const clock = new ManualClock(1_000_000_000_000);
const SELF = testSigner(0).peerId;

const sessionOf = (seed: number, options: Partial<ScriptedSessionOptions> = {}) =>
  new ScriptedSession({ seed, clock, ...options });

function rosterOf(limits: { maxInbound?: number; maxOutbound?: number } = {}): Roster {
  return new Roster(SELF, { maxInbound: 8, maxOutbound: 8, ...limits });
}

/** As a node does it: asks, then adds; gives the refusal's code. */
function admit(roster: Roster, session: ScriptedSession): string {
  const refusal = roster.admission(session);
  session.onClose = (reason) => roster.remove(session, reason);
  if (refusal === undefined) roster.add(testPeer(session, clock));
  else session.disconnect(refusal.code);
  return refusal?.code ?? 'admitted';
}

describe('the roster', () => {
  it('takes one session with each peer, tells who joins and who leaves', () => {
    const roster = rosterOf();
    const told: string[] = [];
    roster.joined.subscribe(({ session }) => told.push(`joined ${session.peerId}`));
    roster.left.subscribe(({ peer, reason }) => told.push(`left ${peer.session.peerId} ${reason}`));
    const session = sessionOf(1);
    expect(admit(roster, session)).toBe('admitted');
    expect(roster.of(session)?.session).toBe(session);
    session.disconnect('enough');
    expect(roster.size).toBe(0);
    expect(told).toEqual([`joined ${session.peerId}`, `left ${session.peerId} enough`]);
  });

  it('refuses this very node, a session that has ended, and a second greeting on the same session', () => {
    const roster = rosterOf();
    expect(admit(roster, sessionOf(0))).toBe('peer-is-self');
    const ended = sessionOf(1);
    ended.disconnect('gone');
    expect(admit(roster, ended)).toBe('session-closed');
    const session = sessionOf(2);
    admit(roster, session);
    expect(roster.admission(session)?.code).toBe('greeting-repeated');
    expect(roster.size).toBe(1);
  });

  it('holds so many sessions from either side, no more', () => {
    const roster = rosterOf({ maxInbound: 2, maxOutbound: 1 });
    const admitted = (seed: number, direction: Direction) => admit(roster, sessionOf(seed, { direction }));
    expect([1, 2, 3].map((seed) => admitted(seed, 'inbound'))).toEqual(['admitted', 'admitted', 'peer-limit-reached']);
    // One more than it wants, to try somebody out.
    expect([4, 5, 6].map((seed) => admitted(seed, 'outbound'))).toEqual(['admitted', 'admitted', 'peer-limit-reached']);
    expect(roster.outbound()).toBe(2);
    expect(rosterOf({ maxOutbound: 0 }).admission(sessionOf(7, { direction: 'outbound' }))).toMatchObject({
      code: 'peer-limit-reached',
    });
  });

  it('lets whoever is dialled again take the newer session, even when all places are taken', () => {
    const roster = rosterOf({ maxInbound: 1 });
    const [older, newer] = [sessionOf(1, { direction: 'inbound' }), sessionOf(1, { direction: 'inbound' })];
    admit(roster, older);
    expect(admit(roster, newer)).toBe('admitted');
    expect([older.closedBecause, newer.closedBecause]).toEqual(['session-superseded', undefined]);
    expect(roster.get(newer.peerId)?.session).toBe(newer);
  });

  it('tells nobody that a peer left whose newer session stands', () => {
    const roster = rosterOf();
    const told: string[] = [];
    roster.joined.subscribe(() => told.push('joined'));
    roster.left.subscribe(() => told.push('left'));
    const older = sessionOf(1);
    admit(roster, older);
    admit(roster, sessionOf(1));
    roster.remove(older, 'late');
    expect(told).toEqual(['joined']);
    expect(roster.size).toBe(1);
  });
});

/** One end of two sessions that two nodes dialled at the same time. */
class End {
  readonly roster: Roster;
  readonly sessions: Record<'mine' | 'theirs', ScriptedSession>;

  constructor(self: PeerId, other: number) {
    this.roster = new Roster(self, { maxInbound: 8, maxOutbound: 8 });
    this.sessions = {
      mine: sessionOf(other, { direction: 'outbound' }),
      theirs: sessionOf(other, { direction: 'inbound' }),
    };
  }
}

describe('two nodes that dial each other at the same time', () => {
  it('keep the same session, that of the lower id, in whatever order each hears of the two', () => {
    const seeds = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(seeds, seeds, fc.boolean(), fc.boolean(), (seedA, seedB, firstA, firstB) => {
        fc.pre(seedA !== seedB);
        const [idA, idB] = [testSigner(seedA).peerId, testSigner(seedB).peerId];
        const [a, b] = [new End(idA, seedB), new End(idB, seedA)];
        const hear = (end: End, mineFirst: boolean) => {
          const { mine, theirs } = end.sessions;
          for (const session of mineFirst ? [mine, theirs] : [theirs, mine]) admit(end.roster, session);
        };
        hear(a, firstA);
        hear(b, firstB);
        const kept = [a.roster.get(idB)?.session.direction, b.roster.get(idA)?.session.direction];
        expect(kept).toEqual(idA < idB ? ['outbound', 'inbound'] : ['inbound', 'outbound']);
      }),
      { numRuns: 60 },
    );
  });
});
