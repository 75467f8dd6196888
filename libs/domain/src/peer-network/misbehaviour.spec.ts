import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { ledgerRules } from '../ledger/ledger.errors.ts';
import { mempoolRules } from '../mempool/mempool.errors.ts';
import { BAN_MS, Misbehaviour } from './misbehaviour.ts';

const MINUTE_MS = 60_000;
const { peerId: peer } = testSigner(1);
const { peerId: other } = testSigner(2);

describe('scores', () => {
  let clock: ManualClock;
  let misbehaviour: Misbehaviour;

  beforeEach(() => {
    clock = new ManualClock(1_000_000_000_000);
    misbehaviour = new Misbehaviour(clock);
  });

  it.each(['header-work-insufficient', 'header-bits-wrong', 'frame-too-long', 'message-malformed'])(
    'ban at once for %s',
    (code) => {
      expect(misbehaviour.report(peer, code)).toBe(true);
      expect(misbehaviour.isBanned(peer)).toBe(true);
      expect(misbehaviour.isBanned(other)).toBe(false);
    },
  );

  it('ban for what is merely wrong when it is repeated', () => {
    expect(misbehaviour.report(peer, 'transaction-signature-invalid')).toBe(false);
    expect(misbehaviour.score(peer)).toBe(50);
    expect(misbehaviour.report(peer, 'transaction-signature-invalid')).toBe(true);
  });

  const harmless = [
    'block-previous-unknown',
    'header-time-too-far-ahead',
    'block-known-invalid',
    'block-previous-invalid',
    'header-chain-work-too-low',
    'sync-no-answer',
    'sync-chain-moved',
    'sync-stopped',
    'connection-lost',
    'leaving',
    'session-superseded',
    'health-check-silent',
    'closed-by-peer: message-malformed',
    ...Object.keys(mempoolRules),
    ...Object.keys(ledgerRules),
  ];

  it.each(harmless)('cost nothing for %s, however often', (code) => {
    for (let i = 0; i < 1_000; i++) misbehaviour.report(peer, code);
    expect([misbehaviour.score(peer), misbehaviour.isBanned(peer)]).toEqual([0, false]);
  });

  it('never add up for a peer that stalls as often as a slow one may', () => {
    // The rests between tries: 10 s, doubling up to five minutes.
    let restMs = 10_000;
    for (let tries = 0; tries < 1_000; tries++) {
      misbehaviour.report(peer, 'sync-stalled');
      clock.advance(restMs);
      restMs = Math.min(2 * restMs, 300_000);
    }
    expect(misbehaviour.isBanned(peer)).toBe(false);
  });

  it('are forgiven a point each minute', () => {
    misbehaviour.report(peer, 'transaction-signature-invalid');
    clock.advance(20 * MINUTE_MS);
    expect(misbehaviour.score(peer)).toBe(30);
    clock.advance(40 * MINUTE_MS);
    expect(misbehaviour.score(peer)).toBe(0);
  });

  it('do not fall when the clock is set back', () => {
    misbehaviour.report(peer, 'transaction-signature-invalid');
    clock.advance(-10 * MINUTE_MS);
    expect(misbehaviour.score(peer)).toBe(50);
  });

  it('let a banned peer back after an hour, on probation', () => {
    misbehaviour.report(peer, 'header-work-insufficient');
    clock.advance(BAN_MS - 1);
    expect(misbehaviour.isBanned(peer)).toBe(true);
    clock.advance(1);
    expect(misbehaviour.isBanned(peer)).toBe(false);
    expect(misbehaviour.score(peer)).toBe(40);
  });

  it('never shorten a ban by a smaller breach that follows', () => {
    misbehaviour.report(peer, 'header-work-insufficient');
    clock.advance(BAN_MS / 2);
    misbehaviour.report(peer, 'sync-stalled');
    expect(misbehaviour.isBanned(peer)).toBe(true);
  });

  it('list who is banned, why and until when', () => {
    misbehaviour.report(peer, 'header-work-insufficient');
    misbehaviour.report(other, 'transaction-signature-invalid');
    const untilMs = clock.nowMs() + BAN_MS;
    expect(misbehaviour.bans()).toEqual([{ peerId: peer, breach: { code: 'header-work-insufficient' }, untilMs }]);
    clock.advance(BAN_MS);
    expect(misbehaviour.bans()).toEqual([]);
  });

  it('ban for an hour and are forgiven by the minute, though the clock was set back meanwhile', () => {
    misbehaviour.report(peer, 'frame-flags');
    misbehaviour.report(other, 'sync-claim-unfounded');
    clock.set(-24 * 3_600_000);
    expect(misbehaviour.isBanned(peer)).toBe(false);
    expect(misbehaviour.bans()).toEqual([]);
    expect(misbehaviour.score(other)).toBe(10);
    clock.advance(4 * MINUTE_MS);
    expect(misbehaviour.score(other)).toBe(6);
    expect(misbehaviour.report(peer, 'frame-flags')).toBe(true);
    clock.advance(BAN_MS);
    expect(misbehaviour.isBanned(peer)).toBe(false);
  });
});
