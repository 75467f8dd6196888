import type { RequestOf } from '#domain/peer-network/messages';
import { CancellationSource } from '#domain/primitives/cancellation';
import { accepted, refused } from '#domain/primitives/result';
import { RecordingLog } from '#test/recording-log';
import { STATUS, sessionPair } from '#test/tcp/session-pair';
import { destroySocketPairs } from '#test/tcp/socket-pair';
import { until } from '#test/until';
import { MAX_OUTSTANDING_REQUESTS } from './session-limits.ts';

const TIMEOUT_MS = 5_000;
const ackOf = (height: number) => accepted({ command: 'HCKACK', ...STATUS, height } as const);

describe('a session', () => {
  afterEach(destroySocketPairs);

  it('lets both sides ask and answer', async () => {
    const [a, b] = await sessionPair();
    a.handlers.answer = async () => ackOf(1);
    b.handlers.answer = async () => ackOf(2);
    const answers = await Promise.all([
      a.session.request('HCK', STATUS, TIMEOUT_MS),
      b.session.request('HCK', STATUS, TIMEOUT_MS),
    ]);
    expect(answers).toEqual([ackOf(2), ackOf(1)]);
    expect(a.handlers.requests).toEqual([{ command: 'HCK', request: STATUS }]);
    expect(b.handlers.requests).toEqual([{ command: 'HCK', request: STATUS }]);
  });

  it('knows who is at the other end and who dialled', async () => {
    const [a, b] = await sessionPair();
    expect([a.session.direction, b.session.direction]).toEqual(['outbound', 'inbound']);
    expect(a.session.handshakeHash).toEqual(b.session.handshakeHash);
    expect(a.session.peerId).not.toBe(b.session.peerId);
    expect(a.session.remote.host).toBe('127.0.0.1');
    expect(b.handlers.sessions).toEqual([b.session]);
  });

  it('gives each request its own answer, in whatever order they come', async () => {
    const [a, b] = await sessionPair();
    const answerNow: (() => void)[] = [];
    b.handlers.answer = async (_command, request) => {
      await new Promise<void>((resolve) => answerNow.unshift(resolve));
      return ackOf((request as RequestOf<'HCK'>).height + 1_000);
    };
    const heights = [...new Array(MAX_OUTSTANDING_REQUESTS).keys()];
    const answers = Promise.all(heights.map((height) => a.session.request('HCK', { ...STATUS, height }, TIMEOUT_MS)));
    await until(() => answerNow.length === heights.length);
    for (const answer of answerNow) answer();
    expect(await answers).toEqual(heights.map((height) => ackOf(height + 1_000)));
  });

  it('refuses to have more requests outstanding than its limit, and takes more when some are answered', async () => {
    const [a, b] = await sessionPair();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    b.handlers.answer = () => held.then(() => ackOf(0));
    const taken = [...new Array(MAX_OUTSTANDING_REQUESTS)].map(() => a.session.request('HCK', STATUS, TIMEOUT_MS));
    const refusal = { code: 'session-overloaded', outstanding: MAX_OUTSTANDING_REQUESTS };
    expect(await a.session.request('HCK', STATUS, TIMEOUT_MS)).toEqual(refused(refusal));
    answer();
    await Promise.all(taken);
    expect(await a.session.request('HCK', STATUS, TIMEOUT_MS)).toEqual(ackOf(0));
  });

  it('waits for an answer no longer than it is told; what comes later is nobody’s', async () => {
    const [a, b] = await sessionPair();
    let answer: () => void = () => undefined;
    b.handlers.answer = async (_command, request) => {
      const { height } = request as RequestOf<'HCK'>;
      if (height === 1) await new Promise<void>((resolve) => (answer = resolve));
      return ackOf(height);
    };
    const late = await a.session.request('HCK', { ...STATUS, height: 1 }, 20);
    expect(late).toEqual(refused({ code: 'request-timeout', command: 'HCK', timeoutMs: 20 }));
    await until(() => b.handlers.requests.length === 1);
    answer();
    expect(await a.session.request('HCK', { ...STATUS, height: 2 }, TIMEOUT_MS)).toEqual(ackOf(2));
    expect(a.session.closed).toBe(false);
  });

  it('gives requests up when they are cancelled, and has their places for others at once', async () => {
    const [a, b] = await sessionPair();
    const held: (() => void)[] = [];
    b.handlers.answer = async (_command, request) => {
      const { height } = request as RequestOf<'HCK'>;
      if (height === 1) await new Promise<void>((resolve) => held.push(resolve));
      return ackOf(height);
    };
    const cancellation = new CancellationSource();
    const ask = () => a.session.request('HCK', { ...STATUS, height: 1 }, TIMEOUT_MS, cancellation);
    const taken = [...new Array(MAX_OUTSTANDING_REQUESTS)].map(ask);
    await until(() => held.length === taken.length);
    cancellation.abort();
    const cancelled = refused({ code: 'request-cancelled', command: 'HCK' });
    expect(await Promise.all([...taken, ask()])).toEqual(new Array(taken.length + 1).fill(cancelled));
    for (const answer of held) answer();
    expect(await a.session.request('HCK', { ...STATUS, height: 2 }, TIMEOUT_MS)).toEqual(ackOf(2));
    expect([a.session.closed, b.handlers.requests.length]).toEqual([false, taken.length + 1]);
  });

  it('carries messages that are not answered', async () => {
    const [a, b] = await sessionPair();
    a.session.send('ADDRESSES', { records: [] });
    a.session.send('INVALIDPEERID', {});
    await until(() => b.handlers.messages.length === 2);
    expect(b.handlers.messages.map(({ command }) => command)).toEqual(['ADDRESSES', 'INVALIDPEERID']);
  });

  it('tells why a request was refused', async () => {
    const [a, b] = await sessionPair();
    b.handlers.answer = async () => refused({ code: 'greeting-missing' });
    const refusal = { code: 'request-refused', command: 'PLREQ', reason: 'greeting-missing' };
    expect(await a.session.request('PLREQ', {}, TIMEOUT_MS)).toEqual(refused(refusal));
  });

  it('outlives a handler that fails: that request is refused, and the failure logged', async () => {
    const log = new RecordingLog();
    const [a, b] = await sessionPair(log);
    b.handlers.answer = async () => {
      throw new Error('a bug of ours');
    };
    const refusal = { code: 'request-refused', command: 'HCK', reason: 'internal-error' };
    expect(await a.session.request('HCK', STATUS, TIMEOUT_MS)).toEqual(refused(refusal));
    expect(log.lines.map(({ level, fields }) => [level, String(fields['error']).includes('a bug of ours')])).toEqual([
      ['error', true],
    ]);
    b.handlers.answer = async () => ackOf(1);
    expect(await a.session.request('HCK', STATUS, TIMEOUT_MS)).toEqual(ackOf(1));
  });

  it('delivers what follows an answer after whoever waited for it has gone on', async () => {
    const [a, b] = await sessionPair();
    b.handlers.answer = async () => {
      queueMicrotask(() => queueMicrotask(() => b.session.send('ADDRESSES', { records: [] })));
      return ackOf(1);
    };
    const events: string[] = [];
    a.handlers.oneWay = () => events.push('message');
    const asked = async (): Promise<void> => {
      await a.session.request('HCK', STATUS, TIMEOUT_MS);
      for (let i = 0; i < 10; i++) await Promise.resolve();
      events.push('answer');
    };
    await asked();
    await until(() => events.length === 2);
    expect(events).toEqual(['answer', 'message']);
  });

  it('ends with a goodbye that both sides hear of once, each with the code', async () => {
    const [a, b] = await sessionPair();
    const asked = b.session.request('HCK', STATUS, TIMEOUT_MS);
    await until(() => a.handlers.requests.length === 1);
    a.session.disconnect('leaving');
    a.session.disconnect('again');
    expect(a.session.closed).toBe(true);
    await until(() => a.handlers.closings.length === 1 && b.handlers.closings.length === 1);
    expect(a.handlers.closings).toEqual([{ session: a.session, reason: 'leaving' }]);
    expect(b.handlers.closings).toEqual([{ session: b.session, reason: 'closed-by-peer: leaving' }]);
    expect(await asked).toMatchObject({ ok: false });
    const refusal = { code: 'session-closed', reason: 'closed-by-peer: leaving' };
    expect(await b.session.request('HCK', STATUS, TIMEOUT_MS)).toEqual(refused(refusal));
    b.session.send('INVALIDPEERID', {});
  });

  it('fails what is outstanding when the line is cut', async () => {
    const [a, b] = await sessionPair();
    b.handlers.answer = () => new Promise(() => undefined);
    const asked = a.session.request('HCK', STATUS, TIMEOUT_MS);
    await until(() => b.handlers.requests.length === 1);
    destroySocketPairs();
    expect(await asked).toEqual(refused({ code: 'session-closed', reason: 'connection-lost' }));
    await until(() => b.handlers.closings.length === 1);
  });
});
