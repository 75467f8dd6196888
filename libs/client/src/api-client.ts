import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { AnswerOf, CallArguments, CallOptions, Method, PathOf } from './operation-types.ts';

/** A program under load still answers within this; mining and other long calls say their own. */
const ANSWER_TIMEOUT_MS = 30_000;

/** What every client takes. */
export interface ClientSettings {
  /** The access token, or what gives it at each call. Without one only reads on the same machine are answered. */
  readonly token?: string | (() => string | undefined) | undefined;
  /** How long a call may take that says nothing else. */
  readonly timeoutMs?: number;
  /** In place of the global `fetch`. */
  readonly fetch?: NonNullable<ClientOptions['fetch']>;
}

/** Makes the errors of a client. */
export interface CallErrors {
  refused(status: number, body: unknown): Error;
  failed(cause: unknown, base: string): Error;
}

/** A call with whatever it takes. */
export interface AnyCall extends CallOptions {
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
 * The HTTP API of one program, typed by the paths of its OpenAPI document. Every call resolves with the JSON of its
 * answer or rejects with an error that the program's own client makes. Runs wherever there is `fetch`.
 */
export abstract class ApiClient<Paths extends object> {
  readonly #client: Client<Paths>;
  readonly #base: string;
  readonly #settings: ClientSettings;
  readonly #errors: CallErrors;

  protected constructor(base: string, settings: ClientSettings, errors: CallErrors) {
    this.#base = base;
    this.#settings = settings;
    this.#errors = errors;
    this.#client = createClient<Paths>({
      baseUrl: base,
      cache: 'no-store',
      // Our programs never redirect: whoever does is not the one that the token is for.
      redirect: 'error',
      // Asked for at each call, as tests and polyfills may replace it.
      fetch: settings.fetch ?? ((request) => globalThis.fetch(request)),
    });
  }

  get<Path extends PathOf<Paths, 'get'>>(
    path: Path,
    ...[call]: CallArguments<Paths, 'get', Path>
  ): Promise<AnswerOf<Paths, 'get', Path>> {
    return this.call('get', path, call) as Promise<AnswerOf<Paths, 'get', Path>>;
  }

  post<Path extends PathOf<Paths, 'post'>>(
    path: Path,
    ...[call]: CallArguments<Paths, 'post', Path>
  ): Promise<AnswerOf<Paths, 'post', Path>> {
    return this.call('post', path, call) as Promise<AnswerOf<Paths, 'post', Path>>;
  }

  put<Path extends PathOf<Paths, 'put'>>(
    path: Path,
    ...[call]: CallArguments<Paths, 'put', Path>
  ): Promise<AnswerOf<Paths, 'put', Path>> {
    return this.call('put', path, call) as Promise<AnswerOf<Paths, 'put', Path>>;
  }

  delete<Path extends PathOf<Paths, 'delete'>>(
    path: Path,
    ...[call]: CallArguments<Paths, 'delete', Path>
  ): Promise<AnswerOf<Paths, 'delete', Path>> {
    return this.call('delete', path, call) as Promise<AnswerOf<Paths, 'delete', Path>>;
  }

  protected async call(method: Method, path: PropertyKey, call: AnyCall = {}): Promise<unknown> {
    const { signal, headers, ...rest } = call;
    const timeoutMs = 'timeoutMs' in call ? call.timeoutMs : (this.#settings.timeoutMs ?? ANSWER_TIMEOUT_MS);
    const signals = [
      ...(signal === undefined ? [] : [signal]),
      ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
    ];
    const init = { ...rest, headers: { ...this.#authorization(), ...headers }, signal: AbortSignal.any(signals) };
    let outcome: AnyOutcome;
    try {
      outcome = await (this.#client.request as AnyRequest)(method, String(path), init);
    } catch (error) {
      throw this.#errors.failed(error, this.#base);
    }
    if (!outcome.response.ok) throw this.#errors.refused(outcome.response.status, outcome.error);
    return outcome.data;
  }

  #authorization(): Readonly<Record<string, string>> {
    const { token } = this.#settings;
    const given = typeof token === 'function' ? token() : token;
    return given === undefined ? {} : { authorization: `Bearer ${given}` };
  }
}
