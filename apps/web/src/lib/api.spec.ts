import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { ApiError } from './api-error.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let handler: Handler;
let base: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answer(response: ServerResponse, status: number, body: unknown, type = 'application/json') {
  response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

const refusalOf = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => {
      throw new Error('expected a refusal');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(ApiError);
      return error as ApiError;
    },
  );

describe('the client of the page', () => {
  it('carries the token as a bearer header and the idempotency key with a payment', async () => {
    const seen: Record<string, unknown> = {};
    handler = (request, response, body) => {
      Object.assign(seen, { method: request.method, url: request.url, headers: request.headers, body });
      answer(response, 201, { id: 'ab' });
    };
    const api = new Api(() => 'secret', base);
    await api.pay({ recipient: 'dcheese1q', amount: 5 }, 'once');
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/v1/wallet/transactions',
      headers: { authorization: 'Bearer secret', 'idempotency-key': 'once', 'content-type': 'application/json' },
      body: '{"recipient":"dcheese1q","amount":5}',
    });
  });

  it('sends no token and no content type when it has neither token nor body', async () => {
    let headers: IncomingMessage['headers'] = {};
    handler = (request, response) => {
      headers = request.headers;
      answer(response, 200, { height: 3 });
    };
    expect(await new Api(() => undefined, base).chain()).toEqual({ height: 3 });
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('content-type');
  });

  it('turns problem+json into an error with its code and detail', async () => {
    const problem = { title: 'Refused', code: 'insufficient-balance', detail: 'You have 3 crumbs.' };
    handler = (_, response) => answer(response, 422, problem, 'application/problem+json');
    const error = await refusalOf(new Api(() => 't', base).pay({ recipient: 'x', amount: 5 }, 'k'));
    expect(error).toMatchObject({ code: 'insufficient-balance', status: 422, message: 'You have 3 crumbs.' });
  });

  it('names the fields that the peer refused', async () => {
    const errors = [{ field: 'amount', detail: 'amount is a whole number of crumbs' }, null, { field: 'fee' }];
    handler = (_, response) => answer(response, 400, { code: 'request-invalid', detail: 'Every field.', errors });
    const error = await refusalOf(new Api(() => 't', base).pay({ recipient: 'x', amount: 5 }, 'k'));
    expect(error.message).toBe('The peer refused this: amount is a whole number of crumbs.');
  });

  it('says which of the secret words is not one, without the word', async () => {
    handler = (_, response) =>
      answer(response, 400, { code: 'mnemonic-word', detail: 'On the list.', positions: [2, 7] });
    const refused = await refusalOf(new Api(() => 't', base).createWallet({ mnemonic: 'x' }));
    expect(refused.message).toMatch(/^Words 2, 7: not on the list/);
    handler = (_, response) =>
      answer(response, 400, { code: 'mnemonic-word', detail: 'On the list.', positions: ['<b>'] });
    expect((await refusalOf(new Api(() => 't', base).createWallet({}))).message).toBe('On the list.');
  });

  it('tells what to do when the token is missing or wrong', async () => {
    handler = (_, response) => answer(response, 401, { code: 'token-missing', detail: 'no' });
    const error = await refusalOf(new Api(() => undefined, base).wallet());
    expect(error.status).toBe(401);
    expect(error.message).toMatch(/open the link/);
  });

  it('still gives a code and a sentence when a stranger answers', async () => {
    handler = (_, response) => answer(response, 502, '<html>', 'text/html');
    expect(await refusalOf(new Api(() => 't', base).chain())).toMatchObject({ code: 'http-502' });
    handler = (_, response) => answer(response, 200, '<html>', 'text/html');
    expect(await refusalOf(new Api(() => 't', base).chain())).toMatchObject({ code: 'answer-unreadable' });
  });

  it('can be cancelled while a cheese is being made', async () => {
    const arrived = new Promise<void>((resolve) => {
      handler = () => resolve();
    });
    const controller = new AbortController();
    const mined = refusalOf(new Api(() => 't', base).mineOne(controller.signal));
    await arrived;
    controller.abort();
    expect(await mined).toMatchObject({ code: 'cancelled' });
  });

  it('says so when nobody listens', async () => {
    const error = await refusalOf(new Api(() => 't', 'http://127.0.0.1:1').chain());
    expect(error).toMatchObject({ code: 'peer-unreachable', status: 0 });
  });

  it('answers nothing for 204', async () => {
    handler = (_, response) => response.writeHead(204).end();
    expect(await new Api(() => 't', base).stopMining()).toBeUndefined();
  });
});
