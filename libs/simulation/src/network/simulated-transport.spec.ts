import type { SessionHandlers } from '#domain/peer-network/transport.port';
import { accepted } from '#domain/primitives/result';
import { simulatedEndpoint, simulatedSigner } from '../peers/identity.ts';
import { SeededStream } from '../random/seeded-stream.ts';
import { Trace } from '../run/trace.ts';
import { PeerClock } from '../time/peer-clock.ts';
import { VirtualTime } from '../time/virtual-time.ts';
import { type Conditions, GOOD_LINES } from './conditions.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedTransport } from './simulated-transport.ts';

const [NEAR, FAR] = [simulatedEndpoint(1), simulatedEndpoint(2)];
const STATUS = { height: 0, tipHash: simulatedSigner('x').peerId as never, totalWork: 1n };

/** Two places with a session between them; what each end hears is noted. */
async function connected(conditions: Partial<Conditions> = {}) {
  const time = new VirtualTime(0);
  const heard: string[] = [];
  const network = new SimulatedNetwork<SimulatedTransport>(
    time,
    new SeededStream('lines'),
    { ...GOOD_LINES, ...conditions },
    new Trace(0, undefined),
    (_, what) => heard.push(`failed ${what}`),
  );
  const handlers = (name: string): SessionHandlers => ({
    opened: () => undefined,
    closed: (_, reason) => void heard.push(`${name} closed: ${reason}`),
    oneWay: (_, command) => void heard.push(`${name} ${command}`),
    request: async (_session, command, request) => {
      heard.push(`${name} ${command} ${(request as { height?: number }).height ?? ''}`.trim());
      return accepted({ command: 'HCKACK', ...STATUS }) as never;
    },
  });
  const transports = [NEAR, FAR].map((place, index) => {
    const clock = new PeerClock(time, () => 0);
    return new SimulatedTransport(network, place, simulatedSigner(`end ${index}`), clock);
  }) as [SimulatedTransport, SimulatedTransport];
  const [near, far] = transports;
  await near.start(handlers('near'));
  await far.start(handlers('far'));
  const run = (seconds: number) =>
    time.run({ untilMs: time.nowMs + seconds * 1000, maxEvents: 10_000, deadlineMs: performance.now() + 10_000 });
  const dialled = near.dial(FAR, undefined);
  await run(1);
  const result = await dialled;
  if (!result.ok) throw new Error(result.refusal.code);
  return { time, network, near, far, session: result.value, heard, run };
}

describe('a session over simulated lines', () => {
  it('carries what is said in its order, later than it was said', async () => {
    const { time, session, heard, run } = await connected({ jitterMs: 200 });
    const sentMs = time.nowMs;
    const answers = [1, 2, 3, 4, 5].map((height) => session.request('HCK', { ...STATUS, height }, 10_000));
    await run(5);
    expect(heard).toEqual(['far HCK 1', 'far HCK 2', 'far HCK 3', 'far HCK 4', 'far HCK 5']);
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    expect(time.nowMs).toBeGreaterThan(sentMs);
  });

  it('holds what is said while the way is cut, and delivers it once it is open', async () => {
    const { network, session, heard, run } = await connected();
    const mend = network.cut((from) => from === NEAR.host);
    const answer = session.request('HCK', { ...STATUS, height: 7 }, 10_000);
    await run(5);
    expect(heard).toEqual([]);
    mend();
    await run(1);
    expect(heard).toEqual(['far HCK 7']);
    expect((await answer).ok).toBe(true);
  });

  it('is cut in one direction alone when only one is cut', async () => {
    const { network, session, heard, run } = await connected();
    network.cut((from) => from === FAR.host);
    const answer = session.request('HCK', { ...STATUS, height: 8 }, 2_000);
    await run(3);
    expect(heard).toEqual(['far HCK 8']);
    expect(await answer).toMatchObject({ refusal: { code: 'request-timeout' } });
  });

  it('is lost when nothing gets through for half a minute', async () => {
    const { network, session, heard, run } = await connected();
    network.cut(() => true);
    session.send('ADDRESSES', { records: [] });
    await run(40);
    expect(session.closed).toBe(true);
    expect(heard).toContain('near closed: connection-lost');
  });

  it('learns of a killed process when it next says something', async () => {
    const { far, session, heard, run } = await connected();
    far.kill();
    await run(5);
    expect(session.closed).toBe(false);
    const answer = session.request('HCK', STATUS, 10_000);
    await run(1);
    expect(await answer).toMatchObject({ refusal: { code: 'session-closed' } });
    expect(heard).toEqual(['near closed: connection-lost']);
  });

  it('delivers some messages twice where lines do so, and each is still answered once', async () => {
    const { session, heard, run } = await connected({ duplicateRate: 1 });
    const answer = session.request('HCK', { ...STATUS, height: 9 }, 10_000);
    await run(1);
    expect(heard).toEqual(['far HCK 9', 'far HCK 9']);
    expect((await answer).ok).toBe(true);
  });

  it('takes as long as the bandwidth asks for', async () => {
    const { time, session, heard, run } = await connected({ bytesPerSecond: 1_000 });
    const hashes = Array.from({ length: 200 }, () => STATUS.tipHash);
    const sentMs = time.nowMs;
    void session.request('GETCHAIN', { hashes }, 60_000);
    await run(5);
    expect(heard).toEqual([]);
    await run(3);
    expect(heard).toEqual(['far GETCHAIN']);
    expect(time.nowMs - sentMs).toBe(8_000);
  });

  it('ends with a goodbye, heard after what was said before it', async () => {
    const { session, heard, run } = await connected();
    session.send('ADDRESSES', { records: [] });
    session.disconnect('enough');
    await run(1);
    expect(heard).toEqual(['near closed: enough', 'far ADDRESSES', 'far closed: closed-by-peer: enough']);
  });
});

describe('dialling', () => {
  it('is refused where nobody listens, and times out where the way is cut', async () => {
    const { network, near, run } = await connected();
    const nobody = near.dial(simulatedEndpoint(3), undefined);
    await run(2);
    expect(await nobody).toMatchObject({ refusal: { code: 'connection-refused' } });
    network.cut(() => true);
    const cut = near.dial(FAR, undefined);
    await run(6);
    expect(await cut).toMatchObject({ refusal: { code: 'dial-timeout' } });
  });

  it('finds out who is not who was expected', async () => {
    const { near, run } = await connected();
    const dialled = near.dial(FAR, simulatedSigner('somebody else').peerId);
    await run(2);
    expect(await dialled).toMatchObject({ refusal: { code: 'peer-id-mismatch' } });
  });

  it('gets no more sessions from one address than a real peer would allow', async () => {
    const { near, far, run } = await connected();
    const dials = Array.from({ length: 25 }, () => near.dial(FAR, undefined));
    await run(3);
    const made = (await Promise.all(dials)).filter(({ ok }) => ok).length;
    expect([made, far.sessions]).toEqual([15, 16]);
  });
});
