import '#test/as-programs-hash';
import type { FullNode } from '#domain/node/full-node';
import type { Tracker } from '#domain/tracker/tracker';
import { honestParts } from '#simulation/run/injections';
import { simulate } from '#simulation/run/simulate';
import { runSwarm } from '#simulation/run/swarm';
import { namedScenario } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';
import { scenarioOf } from './scenario-of.ts';

const PEERS = 5;
const permissioned = (seed: number) => namedScenario('permissioned', PEERS, seed) as Scenario;
const TICKET_LIFE = { ticketLifeSeconds: 900 };
const FOR_EVER = 3_600;

describe('a permissioned network in chaos', () => {
  it('keeps every promise while members are revoked, tickets run out, trackers die and strangers knock', async () => {
    const { failure, statistics } = await runSwarm({
      scenarioFor: permissioned,
      firstSeed: 1,
      seeds: 5,
      shrinks: false,
    });
    expect(failure?.result.broken).toBeUndefined();
    // A run in which nobody was thrown out and nobody refused would prove nothing.
    expect(statistics.faults).toBeGreaterThan(30);
    expect(statistics.revocations).toBeGreaterThan(2);
    expect(statistics.strangersRefused).toBeGreaterThan(50);
    expect(statistics.sessionsCut).toBeGreaterThan(10);
  }, 300_000);

  it('runs the same to the byte with the same seed', async () => {
    const [first, again] = [
      await simulate({ scenario: permissioned(2), seed: 2 }),
      await simulate({ scenario: permissioned(2), seed: 2 }),
    ];
    expect(again.digest).toBe(first.digest);
    expect(again.trace).toEqual(first.trace);
  }, 300_000);

  it('goes on when every tracker is dead for good, and keeps out whom they revoked before', async () => {
    const scenario = scenarioOf(
      [
        { kind: 'revocation', atSeconds: 20, forSeconds: FOR_EVER, peer: 3 },
        { kind: 'tracker-death', atSeconds: 22, forSeconds: FOR_EVER, tracker: 0 },
        { kind: 'blackout', atSeconds: 25, forSeconds: 20, peers: [0, 1, 2, 3] },
      ],
      TICKET_LIFE,
    );
    const { broken, statistics } = await simulate({ scenario, seed: 1 });
    expect(broken).toBeUndefined();
    expect(statistics.sessionsCut).toBeGreaterThan(0);
  }, 300_000);

  it('takes somebody back who was thrown out, under another identity', async () => {
    const scenario = scenarioOf(
      [
        { kind: 'revocation', atSeconds: 15, forSeconds: 20, peer: 3 },
        { kind: 'partition', atSeconds: 50, forSeconds: 5, side: [0] },
      ],
      TICKET_LIFE,
    );
    const lines: string[] = [];
    const { broken, statistics } = await simulate({ scenario, seed: 1, onLine: (line) => lines.push(line) });
    expect(broken).toBeUndefined();
    expect(statistics.revocations).toBe(1);
    expect(lines.some((line) => /peer 3 +has a new invitation/.test(line))).toBe(true);
  }, 300_000);

  it('invites anew whose ticket ran out while no tracker could renew it', async () => {
    const scenario = scenarioOf([{ kind: 'tracker-death', atSeconds: 15, forSeconds: 200, tracker: 0 }], {
      ticketLifeSeconds: 60,
      durationSeconds: 240,
    });
    const restless = { kind: 'partition', atSeconds: 235, forSeconds: 5, side: [0] };
    const lines: string[] = [];
    const { broken, statistics } = await simulate({
      scenario: { ...scenario, faults: [...scenario.faults, restless] },
      seed: 1,
      onLine: (line) => lines.push(line),
    });
    expect(broken).toBeUndefined();
    expect(statistics.sessionsCut).toBeGreaterThan(0);
    expect(lines.filter((line) => line.endsWith('has a new invitation'))).toHaveLength(scenario.peers);
  }, 300_000);
});

describe('a rule of membership that is switched off on purpose', () => {
  /** The swarm over nodes of which each does without a part of its membership. */
  const search = (part: Partial<FullNode['peers']['membership']>, shrinks = true) =>
    runSwarm({
      scenarioFor: permissioned,
      firstSeed: 1,
      seeds: 200,
      shrinks,
      injections: { ...honestParts(), tamper: (node) => Object.assign(node.peers.membership, part) },
    });

  it('is found when everybody is admitted, and shrunk to a stranger', async () => {
    const { failure } = await search({ admit: () => undefined });
    expect(failure?.result.broken?.invariant).toBe('no-stranger-admitted');
    expect(failure?.shrunk?.scenario.faults.at(-1)?.kind).toBe('stranger');
  }, 300_000);

  it('is found when nobody listens to revocations, and shrunk to one', async () => {
    const { failure } = await search({ heard: () => undefined });
    expect(failure?.result.broken?.invariant).toBe('revoked-stay-out');
    const { faults } = failure?.shrunk?.scenario ?? {};
    expect(faults?.some(({ kind }) => kind === 'revocation')).toBe(true);
    expect(faults?.length).toBeLessThanOrEqual(2);
  }, 300_000);

  it('is found when nobody looks whether tickets have run out', async () => {
    const { failure } = await search({ start: async () => undefined }, false);
    expect(failure?.result.broken?.invariant).toBe('expired-are-cut');
  }, 300_000);

  /** A tracker that asks nobody for an invitation; `office` replaces rules by which it gives tickets. */
  const careless =
    (office: object = {}) =>
    ({ admission }: Tracker): void => {
      Object.assign(Reflect.get(admission, 'joinTokens') as object, { spend: () => undefined });
      Object.assign(Reflect.get(admission, 'office') as object, office);
    };

  it('is found when a tracker gives tickets to whoever comes', async () => {
    const stranger = { kind: 'stranger', atSeconds: 15, forSeconds: 30, pass: 'none' };
    const injections = { ...honestParts(), tamperTracker: careless() };
    const { broken } = await simulate({ scenario: scenarioOf([stranger], TICKET_LIFE), seed: 1, injections });
    expect(broken).toMatchObject({ invariant: 'no-stranger-admitted', peer: 'tracker 0' });
  }, 300_000);

  it('is found when a tracker forgets whom it has revoked', async () => {
    const revocation = { kind: 'revocation', atSeconds: 15, forSeconds: FOR_EVER, peer: 3 };
    const injections = { ...honestParts(), tamperTracker: careless({ isRevoked: () => false }) };
    const { broken } = await simulate({ scenario: scenarioOf([revocation], TICKET_LIFE), seed: 1, injections });
    expect(broken).toMatchObject({ invariant: 'revoked-stay-out', peer: 'tracker 0' });
  }, 300_000);
});
