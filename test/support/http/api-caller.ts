import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ApiDocument, DocumentCheck } from './document-check.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';

export interface CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, with the type of `headers`. */
  readonly payload?: string;
  /** Null: without one. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the call seems to come from. */
  readonly remoteAddress?: string;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: Body;
}

/** The members of a problem that tests look at. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly [member: string]: unknown;
}

/** Calls an app without sockets. Every answer is held to the app's own OpenAPI document. */
export class ApiCaller {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly token: string,
    readonly document: ApiDocument,
    private readonly documentCheck: DocumentCheck,
  ) {}

  static async of(app: NestFastifyApplication, token: string): Promise<ApiCaller> {
    const answer = await app.inject({ method: 'GET', url: '/openapi.json', headers: { host: 'localhost' } });
    const document = answer.json<ApiDocument>();
    return new ApiCaller(app, token, document, new DocumentCheck(document));
  }

  /** What was answered so far: "GET /v1/wallet wallet-missing", "GET /v1/wallet 200". */
  get seen(): ReadonlySet<string> {
    return this.documentCheck.seen;
  }

  async call<Body>(method: HttpMethod, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
    const { body, payload, token = this.token, remoteAddress = '127.0.0.1' } = options;
    const sent = body === undefined ? payload : JSON.stringify(body);
    const response = await this.app.inject({
      method,
      url: path,
      remoteAddress,
      headers: {
        host: 'localhost:5005',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(sent === undefined ? {} : { payload: sent }),
    });
    const contentType = String(response.headers['content-type'] ?? '');
    const json = contentType.includes('json') && response.payload !== '' ? response.json() : undefined;
    if (method !== 'HEAD') this.documentCheck.check({ method, path, status: response.statusCode, contentType, json });
    return { status: response.statusCode, headers: response.headers, text: response.payload, json: json as Body };
  }

  /** The body of an answer that must have this status. */
  async ok<Body>(method: HttpMethod, path: string, options: CallOptions = {}, status = 200): Promise<Body> {
    const answer = await this.call<Body>(method, path, options);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  /** A refusal as "status code"; fails when it is no problem of RFC 9457 or the peer's own fault. */
  async refusal(method: HttpMethod, path: string, options: CallOptions = {}): Promise<string> {
    const { problem } = await this.problem(method, path, options);
    return `${problem.status} ${problem.code}`;
  }

  /** The same with everything that the problem tells. */
  async problem(
    method: HttpMethod,
    path: string,
    options: CallOptions = {},
  ): Promise<{ readonly problem: ProblemBody; readonly headers: Readonly<Record<string, unknown>> }> {
    const { status, headers, json, text } = await this.call<ProblemBody>(method, path, options);
    const type = String(headers['content-type']);
    if (status < 400 || !type.startsWith('application/problem+json') || json?.status !== status || !json.code) {
      throw new Error(`${method} ${path} gave no problem: ${status} ${type} ${text}`);
    }
    if (status === 500) throw new Error(`${method} ${path} failed: ${text}`);
    return { problem: json, headers };
  }
}
