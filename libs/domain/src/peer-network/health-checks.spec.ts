import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { type Script, ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import { delay } from '../primitives/clock.port.ts';
import { ZERO_HASH } from '../primitives/hash.ts';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { HealthChecks } from './health-checks.ts';
import { HEALTH_CHECK_INTERVAL_MS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { ChainStatus } from './messages.ts';
import { Roster } from './roster.ts';

const STATUS: ChainStatus = { height: 7, tipHash: ZERO_HASH, totalWork: 14n };

describe('health checks', () => {
  const clock = new ManualClock(1_000_000_000_000);

  const begin = (script: Script) => {
    const session = new ScriptedSession({ seed: 1, clock, script });
    const peer = testPeer(session, clock);
    const roster = new Roster(testSigner(0).peerId, { maxInbound: 1, maxOutbound: 1 });
    session.onClose = (reason) => roster.remove(session, reason);
    roster.add(peer);
    const learned: ChainStatus[] = [];
    const checks = new HealthChecks({
      roster,
      clock,
      log: SILENT_LOG,
      ownStatus: () => STATUS,
      learned: (_, status) => learned.push(status),
    });
    return { session, peer, roster, learned, checks };
  };

  const pass = async (ms: number, stepMs = 1_000): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await clock.breathe();
    }
  };

  it('learn every fifteen seconds where a chain ends, and how long the answer took', async () => {
    const { session, peer, learned, checks } = begin({
      HCK: async () => {
        await delay(clock, 20);
        return { command: 'HCKACK', ...STATUS };
      },
    });
    checks.start();
    await pass(3 * HEALTH_CHECK_INTERVAL_MS + 20, 20);
    expect([session.count('HCK'), learned.length, peer.latencyMs]).toEqual([3, 3, 20]);
    expect(learned[0]).toEqual(STATUS);
    checks.stop();
    await pass(3 * HEALTH_CHECK_INTERVAL_MS);
    expect(session.count('HCK')).toBe(3);
  });

  it('let a peer go that is silent twice', async () => {
    const { session, roster, checks } = begin({ HCK: () => 'silence' });
    checks.start();
    await pass(HEALTH_CHECK_INTERVAL_MS + REQUEST_TIMEOUT_MS);
    expect(session.closed).toBe(false);
    await pass(HEALTH_CHECK_INTERVAL_MS);
    expect([session.closedBecause, roster.size]).toEqual(['health-check-silent', 0]);
    checks.stop();
  });

  it('begin to count anew with each answer', async () => {
    let asked = 0;
    const { session, checks } = begin({
      HCK: () => (asked++ % 2 === 0 ? 'silence' : { command: 'HCKACK', ...STATUS }),
    });
    checks.start();
    await pass(10 * HEALTH_CHECK_INTERVAL_MS);
    expect(session.closed).toBe(false);
    checks.stop();
  });

  it('keep a peer whose answer waits behind the blocks that it is sending', async () => {
    const { session, checks } = begin({
      HCK: () => {
        session.bytesIn += 1_000_000;
        return 'silence';
      },
    });
    checks.start();
    await pass(5 * HEALTH_CHECK_INTERVAL_MS);
    expect(session.closed).toBe(false);
    checks.stop();
  });

  it('keep a peer that answers with a refusal', async () => {
    const { session, checks } = begin({ HCK: () => ({ refusal: 'session-request-rate' }) });
    checks.start();
    await pass(5 * HEALTH_CHECK_INTERVAL_MS);
    expect(session.closed).toBe(false);
    checks.stop();
  });

  it('are one at a time with each peer, whoever wants them', async () => {
    const { session, peer, checks } = begin({ HCK: () => 'silence' });
    for (let i = 0; i < 10; i++) checks.check(peer);
    expect(session.count('HCK')).toBe(1);
    await pass(REQUEST_TIMEOUT_MS);
    checks.check(peer);
    expect(session.count('HCK')).toBe(2);
  });
});
