import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import type { RequestOf } from '#domain/peer-network/messages';
import { accepted, refused } from '#domain/primitives/result';
import { STATUS, sessionPair } from '#test/tcp/session-pair';
import { destroySocketPairs } from '#test/tcp/socket-pair';
import { until } from '#test/until';
import { PeerClient } from './peer-client.proxy.ts';
import { PeerContext } from './peer-context.ts';
import { PeerServer, SESSION_CLOSED, SESSION_OPENED, type SessionClosed } from './peer-server.strategy.ts';

const TIMEOUT_MS = 5_000;

@Controller()
class Handlers {
  readonly heard: string[] = [];

  @EventPattern<string>(SESSION_OPENED)
  async opened(@Ctx() { session }: PeerContext): Promise<void> {
    // Slower than anything that could overtake it.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.heard.push(`opened ${session.direction}`);
  }

  @EventPattern<string>(SESSION_CLOSED)
  closed(@Payload() { reason }: SessionClosed): void {
    this.heard.push(`closed ${reason}`);
  }

  @EventPattern<string>('ADDRESSES')
  addresses(@Ctx() { pattern }: PeerContext): void {
    this.heard.push(pattern);
    throw new Error('a handler of ours fails');
  }

  @MessagePattern('HCK')
  healthCheck(@Payload() { height }: RequestOf<'HCK'>, @Ctx() { session }: PeerContext) {
    this.heard.push(`HCK ${session.direction}`);
    if (height === 0) throw new Error('a handler of ours fails');
    return accepted({ command: 'HCKACK', ...STATUS, height: height + 1 });
  }

  @MessagePattern('PLREQ')
  peers() {
    return refused({ code: 'greeting-missing' });
  }
}

class HandlersModule {}

describe('Nest on the transport', () => {
  const apps: INestMicroservice[] = [];

  const serve = async () => {
    const server = new PeerServer();
    const module = { module: HandlersModule, controllers: [Handlers] };
    const app = await NestFactory.createMicroservice(module, { strategy: server, logger: false });
    await app.listen();
    apps.push(app);
    const [near, far] = await sessionPair();
    return { server, heard: app.get(Handlers).heard, near, far };
  };

  afterEach(async () => {
    destroySocketPairs();
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  it('hands requests to the handler named like the command, with the session, whichever side dialled', async () => {
    const { server, heard, near, far } = await serve();
    for (const { handlers, session } of [near, far]) {
      handlers.answer = async (command, request) => server.request(session, command, request as never);
    }
    const answers = await Promise.all([
      near.session.request('HCK', STATUS, TIMEOUT_MS),
      far.session.request('HCK', STATUS, TIMEOUT_MS),
    ]);
    expect(answers).toEqual(new Array(2).fill(accepted({ command: 'HCKACK', ...STATUS, height: STATUS.height + 1 })));
    expect(heard.sort()).toEqual(['HCK inbound', 'HCK outbound']);
  });

  it('answers with what a handler refuses, with what no handler serves, and with its own failures', async () => {
    const { server, near, far } = await serve();
    far.handlers.answer = async (command, request) => server.request(far.session, command, request as never);
    const reason = async (asked: Promise<unknown>) => (await asked) as { refusal: { reason: string } };
    expect((await reason(near.session.request('PLREQ', {}, TIMEOUT_MS))).refusal.reason).toBe('greeting-missing');
    const unserved = await reason(near.session.request('GETCHAIN', { hashes: [] }, TIMEOUT_MS));
    expect(unserved.refusal.reason).toBe('command-not-served');
    const failed = await reason(near.session.request('HCK', { ...STATUS, height: 0 }, TIMEOUT_MS));
    expect(failed.refusal.reason).toBe('internal-error');
    expect(far.session.closed).toBe(false);
  });

  it('tells of a session before anything that is said on it, and of its end last', async () => {
    const { server, heard, far } = await serve();
    server.opened(far.session);
    const answer = server.request(far.session, 'HCK', STATUS);
    server.oneWay(far.session, 'ADDRESSES', { records: [] });
    server.closed(far.session, 'leaving');
    await answer;
    await until(() => heard.length === 4);
    expect(heard).toEqual(['opened inbound', 'HCK inbound', 'ADDRESSES', 'closed leaving']);
  });

  it('asks and tells on the same session through a client', async () => {
    const { near, far } = await serve();
    far.handlers.answer = async (command) =>
      command === 'HCK' ? accepted({ command: 'HCKACK', ...STATUS }) : refused({ code: 'greeting-missing' });
    const client = new PeerClient(near.session, TIMEOUT_MS);
    expect(await firstValueFrom(client.send('HCK', STATUS))).toEqual({ command: 'HCKACK', ...STATUS });
    await expect(firstValueFrom(client.send('PLREQ', {}))).rejects.toMatchObject({ reason: 'greeting-missing' });
    await expect(firstValueFrom(client.send('ADDRESSES', {}))).rejects.toThrow('ADDRESSES is a request');
    client.emit('INVALIDPEERID', {});
    await until(() => far.handlers.messages.length === 1);
    client.close();
    await until(() => far.handlers.closings.length === 1);
    await expect(firstValueFrom(client.send('HCK', STATUS))).rejects.toThrow('the session has ended');
  });
});
