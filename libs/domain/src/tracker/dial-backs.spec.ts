import { ManualClock } from '#test/manual-clock';
import { passTime } from '#test/pass-time';
import type { Endpoint } from '../peer-network/endpoint.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { DialRefusal, Session, Transport } from '../peer-network/transport.port.ts';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { DialBacks, FIRST_REST_MS, MAX_DIAL_BACKS, MAX_REST_MS } from './dial-backs.ts';

const idOf = (number: number): PeerId => number.toString(16).padStart(64, '0') as PeerId;
const at = (port: number): Endpoint => ({ host: '10.0.0.1', port });

/** A transport whose dials end when the test says how. */
class HeldDials implements Transport {
  readonly listening = undefined;
  readonly dials: { readonly port: number; readonly end: (met: boolean) => void }[] = [];

  async start(): Promise<void> {}

  async close(): Promise<void> {}

  dial(endpoint: Endpoint): Promise<Result<Session, DialRefusal>> {
    return new Promise((resolve) => {
      const session = { remote: endpoint, disconnect: () => undefined } as unknown as Session;
      const end = (met: boolean) =>
        resolve(met ? accepted(session) : refused({ code: 'connection-refused', detail: 'nobody' }));
      this.dials.push({ port: endpoint.port, end });
    });
  }
}

function open() {
  const [clock, transport] = [new ManualClock(0), new HeldDials()];
  const outcomes: string[] = [];
  const outcome = (peerId: PeerId, { port }: Endpoint, met: Result<string, DialRefusal>): void => {
    outcomes.push(`${Number.parseInt(peerId, 16)}:${port} ${met.ok ? 'met' : met.refusal.code}`);
  };
  const dialBacks = new DialBacks({ transport, clock, log: SILENT_LOG, outcome });
  const endLast = async (met: boolean): Promise<void> => {
    transport.dials.at(-1)?.end(met);
    await clock.breathe();
  };
  return { clock, transport, outcomes, dialBacks, endLast };
}

describe('dialling back', () => {
  it('keeps few dials under way, and takes the next when one ends', async () => {
    const { transport, dialBacks, outcomes, clock } = open();
    for (let number = 1; number <= MAX_DIAL_BACKS + 5; number++) dialBacks.want(idOf(number), at(number));
    expect(transport.dials.length).toBe(MAX_DIAL_BACKS);
    expect(dialBacks.waiting).toBe(MAX_DIAL_BACKS + 5);
    transport.dials[0]?.end(true);
    await clock.breathe();
    expect(outcomes).toEqual(['1:1 met']);
    expect(transport.dials.length).toBe(MAX_DIAL_BACKS + 1);
  });

  it('tries again after a failure, later each time, and stops when the peer was met', async () => {
    const { transport, dialBacks, clock, outcomes, endLast } = open();
    dialBacks.want(idOf(1), at(1));
    for (const restMs of [FIRST_REST_MS, 2 * FIRST_REST_MS, 4 * FIRST_REST_MS]) {
      await endLast(false);
      const before = transport.dials.length;
      clock.advance(restMs - 1);
      expect(transport.dials.length).toBe(before);
      clock.advance(1);
      expect(transport.dials.length).toBe(before + 1);
    }
    await endLast(true);
    clock.advance(MAX_REST_MS);
    expect(outcomes).toEqual([...new Array(3).fill('1:1 connection-refused'), '1:1 met']);
    expect(transport.dials.length).toBe(4);
    expect(clock.timers).toBe(0);
  });

  it('never waits longer than five minutes', async () => {
    const { transport, dialBacks, clock, endLast } = open();
    dialBacks.want(idOf(1), at(1));
    for (let failures = 0; failures < 20; failures++) {
      await endLast(false);
      clock.advance(MAX_REST_MS);
    }
    expect(transport.dials.length).toBe(21);
  });

  it('dials a peer at most once a second, however often it moves, leaves and comes back', async () => {
    const { transport, dialBacks, clock } = open();
    for (let port = 1; port <= 100; port++) {
      dialBacks.want(idOf(1), at(port));
      for (const dial of transport.dials) dial.end(port % 2 === 0);
      await passTime(clock, 25);
      if (port % 3 === 0) dialBacks.forget(idOf(1));
    }
    expect(transport.dials.length).toBeLessThanOrEqual(1 + (100 * 25) / FIRST_REST_MS);
  });

  it('looks at the newest address of a peer that moved while it was dialled', async () => {
    const { transport, dialBacks, clock, outcomes, endLast } = open();
    dialBacks.want(idOf(1), at(1));
    dialBacks.want(idOf(1), at(2));
    await endLast(true);
    clock.advance(FIRST_REST_MS);
    await endLast(true);
    expect(transport.dials.map(({ port }) => port)).toEqual([1, 2]);
    expect(outcomes).toEqual(['1:2 met']);
  });

  it('tells nothing of a peer that was forgotten', async () => {
    const { dialBacks, outcomes, clock, endLast } = open();
    dialBacks.want(idOf(1), at(1));
    dialBacks.forget(idOf(1));
    await endLast(false);
    clock.advance(MAX_REST_MS);
    expect(outcomes).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('dials nobody after it was stopped', async () => {
    const { transport, dialBacks, clock, outcomes, endLast } = open();
    dialBacks.want(idOf(1), at(1));
    dialBacks.stop();
    dialBacks.want(idOf(2), at(2));
    await endLast(false);
    clock.advance(MAX_REST_MS);
    expect([transport.dials.length, outcomes.length]).toEqual([1, 0]);
  });
});
