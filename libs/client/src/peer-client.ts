import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './api-schema.generated.ts';
import type { AnswerOf, CallArguments, CallOptions, Method, PathOf } from './operation-types.ts';
import { PeerError } from './peer-error.ts';

/** A peer under load still answers within this; mining and other long calls say their own. */
const ANSWER_TIMEOUT_MS = 30_000;

export interface PeerClientOptions {
  /** Where the peer answers, such as http://127.0.0.1:5005; '' in a page that the peer serves. */
  readonly peer: string;
  /** The access token, or what gives it at each call. Without one only reads on the same machine are answered. */
  readonly token?: string | (() => string | undefined) | undefined;
  /** How long a call may take that says nothing else. */
  readonly timeoutMs?: number;
  /** In place of the global `fetch`. */
  readonly fetch?: NonNullable<ClientOptions['fetch']>;
}

interface AnyCall extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parseAs?: 'stream';
}

interface AnyOutcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

type AnyRequest = (method: Method, path: string, init: object) => Promise<AnyOutcome>;

/**
 * The HTTP API of one peer, typed by its OpenAPI document. Every call resolves with the JSON of its answer or rejects
 * with a {@link PeerError}. Runs wherever there is `fetch`: in Node and in browsers.
 */
export class PeerClient {
  readonly #client: Client<paths>;
  readonly #options: PeerClientOptions;

  constructor(options: PeerClientOptions) {
    this.#options = options;
    this.#client = createClient<paths>({
      baseUrl: options.peer,
      cache: 'no-store',
      // A peer never redirects: whoever does is not the one that the token is for.
      redirect: 'error',
      // Asked for at each call, as tests and polyfills may replace it.
      fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
    });
  }

  get<Path extends PathOf<'get'>>(path: Path, ...[call]: CallArguments<'get', Path>): Promise<AnswerOf<'get', Path>> {
    return this.#call('get', path, call) as Promise<AnswerOf<'get', Path>>;
  }

  post<Path extends PathOf<'post'>>(
    path: Path,
    ...[call]: CallArguments<'post', Path>
  ): Promise<AnswerOf<'post', Path>> {
    return this.#call('post', path, call) as Promise<AnswerOf<'post', Path>>;
  }

  put<Path extends PathOf<'put'>>(path: Path, ...[call]: CallArguments<'put', Path>): Promise<AnswerOf<'put', Path>> {
    return this.#call('put', path, call) as Promise<AnswerOf<'put', Path>>;
  }

  delete<Path extends PathOf<'delete'>>(
    path: Path,
    ...[call]: CallArguments<'delete', Path>
  ): Promise<AnswerOf<'delete', Path>> {
    return this.#call('delete', path, call) as Promise<AnswerOf<'delete', Path>>;
  }

  /**
   * Server-sent events as they come, as bytes; after the event of this number, or from now on. Without a timeout, since
   * it is meant to stay open: `signal` ends it.
   */
  async events(options: {
    readonly after?: string;
    readonly signal: AbortSignal;
  }): Promise<ReadableStream<Uint8Array>> {
    const { after, signal } = options;
    const headers = { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) };
    const call = { signal, headers, timeoutMs: undefined, parseAs: 'stream' } as const;
    return (await this.#call('get', '/v1/events', call)) as ReadableStream<Uint8Array>;
  }

  async #call(method: Method, path: string, call: AnyCall = {}): Promise<unknown> {
    const { signal, headers, ...rest } = call;
    const timeoutMs = 'timeoutMs' in call ? call.timeoutMs : (this.#options.timeoutMs ?? ANSWER_TIMEOUT_MS);
    const signals = [
      ...(signal === undefined ? [] : [signal]),
      ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
    ];
    const init = { ...rest, headers: { ...this.#authorization(), ...headers }, signal: AbortSignal.any(signals) };
    let outcome: AnyOutcome;
    try {
      outcome = await (this.#client.request as AnyRequest)(method, path, init);
    } catch (error) {
      throw PeerError.failed(error, this.#options.peer);
    }
    if (!outcome.response.ok) throw PeerError.refused(outcome.response.status, outcome.error);
    return outcome.data;
  }

  #authorization(): Readonly<Record<string, string>> {
    const { token } = this.#options;
    const given = typeof token === 'function' ? token() : token;
    return given === undefined ? {} : { authorization: `Bearer ${given}` };
  }
}
