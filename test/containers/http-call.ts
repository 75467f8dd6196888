import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Mining a block of a devnet takes milliseconds, making a wallet about a second; the rest is a loaded machine. */
const CALL_TIMEOUT_MS = 20_000;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One HTTP call on a connection of its own: a container that was started again may have the port of one before, and
 * a kept connection would still lead there.
 */
export function httpCall(
  method: string,
  url: string,
  { token, body }: { readonly token?: string; readonly body?: object } = {},
): Promise<HttpAnswer> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      agent: false,
      timeout: CALL_TIMEOUT_MS,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    call.once('timeout', () => call.destroy(new Error(`${method} ${url}: no answer in ${CALL_TIMEOUT_MS} ms`)));
    call.once('error', (cause) => reject(new Error(`${method} ${url}: ${cause.message}`, { cause })));
    call.once('response', (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    call.end(content);
  });
}
