import { CliFailure } from '../cli-failure.ts';

/** Any JSON object of an answer. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A peer under load still answers within this; mining and other long calls say their own. */
const ANSWER_TIMEOUT_MS = 30_000;
/** The largest documented answer is a page of 100 full blocks; more is not from a peer of ours. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Calls of one peer's HTTP API. Every refusal and every trouble on the way is a CliFailure with exit code 1. */
export class PeerApi {
  readonly #base: URL;
  readonly #token: string | undefined;

  constructor(base: URL, token: string | undefined) {
    this.#base = base;
    this.#token = token;
  }

  get(path: string): Promise<JsonObject> {
    return this.call('GET', path);
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: {
      readonly body?: JsonObject;
      readonly headers?: Record<string, string>;
      readonly timeoutMs?: number;
    } = {},
  ): Promise<JsonObject> {
    const timeoutMs = options.timeoutMs ?? ANSWER_TIMEOUT_MS;
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, this.#base), {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json',
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      });
      text = await boundedText(response);
    } catch (error) {
      throw this.#unreachable(error, timeoutMs);
    }
    const answer = parseObject(text);
    if (!response.ok) throw refusal(response.status, answer);
    if (answer === undefined) throw new CliFailure(1, 'answer-unreadable', `${this.#base} did not answer with JSON.`);
    return answer;
  }

  #unreachable(error: unknown, timeoutMs: number): CliFailure {
    if (error instanceof CliFailure) return error;
    if ((error as Error).name === 'TimeoutError') {
      return new CliFailure(1, 'peer-silent', `The peer at ${this.#base} did not answer within ${timeoutMs / 1000} s.`);
    }
    const hint = 'Start one with `cheesechain up`, or name another with --peer.';
    return new CliFailure(1, 'peer-unreachable', `No peer answers at ${this.#base}. ${hint}`);
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES)
      throw new CliFailure(1, 'answer-too-large', 'The answer is larger than any of a peer.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An empty answer counts as an empty object, as 204 has none. */
function parseObject(text: string): JsonObject | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9457: what the peer says of its refusal, with a hint where the user can do something. */
function refusal(status: number, answer: JsonObject | undefined): CliFailure {
  const text = (name: string): string | undefined => {
    const value = answer?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const sentence = text('detail') ?? text('title') ?? `The peer refused with status ${status}.`;
  const hint =
    status === 401 || status === 403 ? ' Give its access token with --token, CHEESE_API_TOKEN or --data.' : '';
  return new CliFailure(1, text('code') ?? `http-${status}`, `${sentence}${hint}`);
}
