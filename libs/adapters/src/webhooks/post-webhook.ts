import { lookup as systemLookup } from 'node:dns';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Clock } from '#domain/primitives/clock.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { AddressGuard } from './address-guard.ts';
import { retryAfterMs } from './retry-after.ts';
import type { DeliveryFailure } from './webhook.errors.ts';

/** Read of an answer so that its connection can be used again; a longer one costs the receiver its connection. */
const MAX_ANSWER_BYTES = 16_384;

/** Thrown into a look-up whose every address is forbidden. */
class AddressNotAllowedError extends Error {}

export interface WebhookRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts to one receiver, over one connection that is kept. Names are looked up and their addresses judged at the very
 * moment of connecting, so that a name cannot point elsewhere afterwards; redirects are not followed.
 */
export class WebhookPoster {
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  private readonly https = new HttpsAgent({ keepAlive: true, maxSockets: 1 });

  /** The clock is for receivers that name a time to come again. */
  constructor(
    private readonly guard: AddressGuard,
    private readonly timeoutMs: number,
    private readonly clock: Clock,
  ) {}

  /** Delivered when the receiver answers 2xx in time. `stop` ends it early, as unreachable. */
  async post(request: WebhookRequest, stop: AbortSignal): Promise<Result<void, DeliveryFailure>> {
    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !this.guard.allows(host)) return refused({ code: 'webhook-address-not-allowed' });
    const timeout = AbortSignal.timeout(this.timeoutMs);
    try {
      const answer = await this.send(request, AbortSignal.any([timeout, stop]));
      return judge(answer, this.clock.nowMs());
    } catch (error) {
      if (error instanceof AddressNotAllowedError) return refused({ code: 'webhook-address-not-allowed' });
      return refused({ code: timeout.aborted ? 'webhook-timeout' : 'webhook-unreachable' });
    }
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
  }

  /** Resolves with the head of the answer. */
  private send({ url, headers, body }: WebhookRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const isHttps = url.protocol === 'https:';
    const options = {
      method: 'POST',
      agent: isHttps ? this.https : this.http,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      lookup: this.lookup,
      signal,
    };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = isHttps ? httpsRequest(url, options) : httpRequest(url, options);
      sent.on('error', reject);
      sent.on('response', (answer) => {
        drain(answer);
        resolve(answer);
      });
      sent.end(body);
    });
  }

  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const allowed = addresses.filter(({ address }) => this.guard.allows(address));
      const [first] = allowed;
      if (first === undefined) callback(new AddressNotAllowedError(), '');
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Takes a short answer to its end and no more of a long one. */
function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('error', () => undefined);
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) answer.destroy();
  });
}

function judge({ statusCode: status = 0, headers }: IncomingMessage, nowMs: number): Result<void, DeliveryFailure> {
  if (status >= 200 && status < 300) return accepted(undefined);
  if (status >= 300 && status < 400) return refused({ code: 'webhook-redirected', status });
  const waitMs = retryAfterMs(headers['retry-after'], nowMs);
  return refused({ code: 'webhook-answer-refused', status, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) });
}
