import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { MAX_CONNECTIONS, MAX_LINE_BYTES, MAX_LINES_AT_ONCE, MAX_UNREAD_BYTES } from '#adapters/stratum/stratum-limits';
import { STRATUM_TIMEOUTS, StratumSession } from '#adapters/stratum/stratum-session';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { testAddress } from '#test/keys';
import { testNetwork } from '#test/network';
import { StratumClient } from '#test/stratum/stratum-client';
import { type StratumFixture, startStratum } from '#test/stratum/stratum-fixture';
import { until } from '#test/until';

const distant = testNetwork({ startingBits: 0x1b00_ffff, easiestBits: 0x1f01_0000 });
const user = testAddress(9);

describe('a Stratum server under bad input', () => {
  let stratum: StratumFixture;
  const servesOthers = async () => {
    const client = await stratum.client();
    await client.begin(user);
    client.close();
  };
  const start = async (timeouts = { authoriseMs: 60_000, idleMs: 60_000 }) => {
    stratum = await startStratum(distant, timeouts);
  };
  afterEach(() => stratum.close());

  it.each([
    ['no JSON', 'hello', 20],
    ['a number', '5', 20],
    ['a list', '[1,2]', 20],
    ['no method', '{"id":77,"params":[]}', 20],
    ['params that are no list', '{"id":77,"method":"mining.submit","params":{"a":1}}', 20],
    ['an id that is an object', '{"id":{},"method":"mining.subscribe","params":[]}', 20],
    ['an unknown method', '{"id":77,"method":"toString","params":[]}', 20],
    ['a method named after what all objects have', '{"id":77,"method":"__proto__","params":[]}', 20],
    ['a user name that is no text', '{"id":77,"method":"mining.authorize","params":[5]}', 20],
    ['a submit without params', '{"id":77,"method":"mining.submit"}', 20],
    ['a share of capital nonsense', '{"id":77,"method":"mining.submit","params":["u","1","GG","00000000","0"]}', 20],
    ['extensions that are no list', '{"id":77,"method":"mining.configure","params":["version-rolling",5]}', 20],
    ['options that are a number', '{"id":77,"method":"mining.configure","params":[[5],5]}', 20],
  ])('answers %s and goes on', async (_name, line, number) => {
    await start();
    const client = await stratum.client();
    client.send(`${line}\n`);
    await client.until(() => client.answers.length === 1);
    expect(client.answers[0]?.error?.[0]).toBe(number);
    await client.begin(user);
  });

  it('drops who sends ten lines that are none, and who sends a line without end', async () => {
    await start();
    const babbler = await stratum.client();
    babbler.send('GET / HTTP/1.1\n'.repeat(10));
    await babbler.until(() => babbler.closed);
    const endless = await stratum.client();
    endless.send('x'.repeat(MAX_LINE_BYTES + 1));
    await endless.until(() => endless.closed);
    await servesOthers();
  });

  it('answers a burst of shares in order, and drops who sends thousands of lines at once', async () => {
    await start();
    const eager = await stratum.client();
    await eager.begin(user);
    const line = JSON.stringify({
      id: 99,
      method: 'mining.submit',
      params: [user, 'ffff', '00'.repeat(8), '00000000', '00000000'],
    });
    const before = eager.answers.length;
    eager.send(`${line}\n`.repeat(MAX_LINES_AT_ONCE - 10));
    await eager.until(() => eager.answers.length === before + MAX_LINES_AT_ONCE - 10);
    expect(eager.answers.at(-1)?.error?.[0]).toBe(21);
    const flood = await stratum.client();
    flood.send('\n'.repeat(100_000));
    await flood.until(() => flood.closed);
    await servesOthers();
  });

  it('drops who never says whom it mines for, and who falls silent', async () => {
    await start({ authoriseMs: 50, idleMs: 100 });
    const mute = await stratum.client();
    await mute.until(() => mute.closed);
    const silent = await stratum.client();
    await silent.begin(user);
    await silent.until(() => silent.closed);
    expect(stratum.pool.workers()).toEqual([]);
  });

  it('lets a miner in while a thousand connections do nothing', async () => {
    await start();
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => StratumClient.connect(stratum.port)));
    await until(() => stratum.server.connections === MAX_CONNECTIONS);
    await servesOthers();
    for (const client of idle) client.close();
    await until(() => stratum.server.connections === 0);
  });

  it('drops a miner that never reads, once what it has not read is too much', async () => {
    stratum = await startStratum(testNetwork());
    // A socket whose other side takes nothing: what is written stays.
    const deaf = new Duplex({ read() {}, write() {} });
    const socket = Object.assign(deaf, { setNoDelay() {}, remoteAddress: '127.0.0.1' }) as unknown as Socket;
    let closed = false;
    new StratumSession(socket, stratum.pool, SILENT_LOG, STRATUM_TIMEOUTS, () => {
      closed = true;
    });
    deaf.push('{"id":1,"method":"mining.subscribe","params":[]}\n');
    deaf.push(`${JSON.stringify({ id: 2, method: 'mining.authorize', params: [user] })}\n`);
    await until(() => stratum.pool.workers().length === 1);
    let unread = 0;
    while (!closed && unread < 2 * MAX_UNREAD_BYTES) {
      unread = Math.max(unread, deaf.writableLength);
      await stratum.mine(1);
    }
    expect(closed).toBe(true);
    expect(unread).toBeLessThan(MAX_UNREAD_BYTES + 1_000);
    expect(stratum.pool.workers()).toEqual([]);
    await servesOthers();
  });
});
