import { ApiError } from './api-error.ts';
import type {
  Account,
  Block,
  BlockPage,
  Branches,
  ChainSummary,
  CreatedWallet,
  Explanation,
  FeeRates,
  HistoryPage,
  MiningState,
  Payment,
  Peer,
  PeerNode,
  ReorganisationPage,
  Transaction,
  TransactionPage,
  TransactionProof,
  Wallet,
} from './api-types.ts';

/** Reads come from this machine's own disk: what takes longer is not going to come. */
const READ_TIMEOUT_MS = 8_000;
/** Opening a keystore costs a second of scrypt on a slow machine, and a payment waits for the disk. */
const WRITE_TIMEOUT_MS = 30_000;

interface Call {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
  /** Absent: no limit but the caller's signal. */
  readonly timeoutMs?: number;
}

type Optional<T> = T | undefined;

/**
 * The typed client of one peer, over `fetch`. Every method answers the decoded JSON or throws an {@link ApiError}
 * with a stable code. `signal` cancels; reads and writes end by themselves after their timeout.
 */
export class Api {
  readonly #token: () => Optional<string>;
  readonly #base: string;

  /** `token` is asked at every call, because it may arrive later; `base` is '' for the peer that served the page. */
  constructor(token: () => Optional<string>, base = '') {
    this.#token = token;
    this.#base = base;
  }

  chain = (signal?: AbortSignal) => this.#read<ChainSummary>('/v1/chain', signal);
  block = (ref: string | number, signal?: AbortSignal) => this.#read<Block>(`/v1/blocks/${ref}`, signal);
  transaction = (id: string, signal?: AbortSignal) => this.#read<Transaction>(`/v1/transactions/${id}`, signal);
  proof = (id: string, signal?: AbortSignal) => this.#read<TransactionProof>(`/v1/transactions/${id}/proof`, signal);
  account = (address: string, signal?: AbortSignal) => this.#read<Account>(`/v1/accounts/${address}`, signal);
  peers = (signal?: AbortSignal) => this.#read<{ peers: readonly Peer[] }>('/v1/peers', signal);
  node = (signal?: AbortSignal) => this.#read<PeerNode>('/v1/node', signal);
  fees = (signal?: AbortSignal) => this.#read<FeeRates>('/v1/fees', signal);
  wallet = (signal?: AbortSignal) => this.#read<Wallet>('/v1/wallet', signal);
  mining = (signal?: AbortSignal) => this.#read<MiningState>('/v1/mining', signal);
  document = (signal?: AbortSignal) => this.#read<{ paths?: Record<string, unknown> }>('/openapi.json', signal);

  blocks = (limit: number, before?: string, signal?: AbortSignal) =>
    this.#read<BlockPage>(`/v1/blocks${query({ limit, before })}`, signal);

  /** Every known block of the newest `depth` heights. */
  branches = (depth: number, signal?: AbortSignal) => this.#read<Branches>(`/v1/branches${query({ depth })}`, signal);

  reorganisations = (limit: number, signal?: AbortSignal) =>
    this.#read<ReorganisationPage>(`/v1/reorganisations${query({ limit })}`, signal);

  explain = (code: string, signal?: AbortSignal) =>
    this.#read<Explanation>(`/v1/explain/${encodeURIComponent(code)}`, signal);

  openTransactions = (limit: number, before?: string, signal?: AbortSignal) =>
    this.#read<TransactionPage>(`/v1/transactions${query({ limit, before })}`, signal);

  history = (address: string, limit: number, before?: string, signal?: AbortSignal) =>
    this.#read<HistoryPage>(`/v1/accounts/${address}/transactions${query({ limit, before })}`, signal);

  createWallet = (wish: { mnemonic?: string; password?: string }) =>
    this.#write<CreatedWallet>('POST', '/v1/wallet', { body: wish });

  /** Unlocks for so many seconds; without a number until it is locked, or the peer ends. */
  unlock = (password: string, seconds?: number) =>
    this.#write<Wallet>('POST', '/v1/wallet/unlock', { body: { password, seconds } });

  lock = () => this.#write<Wallet>('POST', '/v1/wallet/lock', {});

  /** The secret words again, for who knows the password. */
  exportWallet = (password: string) =>
    this.#write<{ mnemonic: string }>('POST', '/v1/wallet/export', { body: { password } });

  /** Sends a payment; the same `idempotencyKey` again gives the same transaction, never a second one. */
  pay = (payment: Payment, idempotencyKey: string) =>
    this.#write<Transaction>('POST', '/v1/wallet/transactions', {
      body: payment,
      headers: { 'Idempotency-Key': idempotencyKey },
    });

  /** Mines exactly one block. No timeout: it takes as long as the difficulty asks, and ends when `signal` aborts. */
  mineOne = (signal: AbortSignal) => this.#call<Block>('POST', '/v1/mining/blocks', { body: {}, signal });

  startMining = (threads: number) => this.#write<MiningState>('PUT', '/v1/mining', { body: { threads } });

  stopMining = () => this.#write<unknown>('DELETE', '/v1/mining', {});

  /** Opens the event stream for {@link readEvents}; no timeout, since it is meant to stay open. */
  async events(lastEventId: Optional<string>, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['Last-Event-ID'] = lastEventId;
    const response = await this.#fetch('GET', '/v1/events', { headers, signal });
    if (!response.ok || response.body === null) throw await refusal(response);
    return response.body;
  }

  #read<T>(path: string, signal: Optional<AbortSignal>): Promise<T> {
    return this.#call<T>('GET', path, { signal, timeoutMs: READ_TIMEOUT_MS });
  }

  #write<T>(method: string, path: string, call: Call): Promise<T> {
    return this.#call<T>(method, path, { ...call, timeoutMs: WRITE_TIMEOUT_MS });
  }

  async #call<T>(method: string, path: string, call: Call): Promise<T> {
    const response = await this.#fetch(method, path, call);
    if (!response.ok) throw await refusal(response);
    if (response.status === 204) return undefined as T;
    return (await readJson(response)) as T;
  }

  async #fetch(method: string, path: string, call: Call): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', ...call.headers };
    const token = this.#token();
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
    if (call.body !== undefined) headers['Content-Type'] = 'application/json';
    const signals = call.signal === undefined ? [] : [call.signal];
    if (call.timeoutMs !== undefined) signals.push(AbortSignal.timeout(call.timeoutMs));
    const init: RequestInit = { method, headers, signal: AbortSignal.any(signals), cache: 'no-store' };
    if (call.body !== undefined) init.body = JSON.stringify(call.body);
    try {
      return await fetch(this.#base + path, init);
    } catch (error) {
      throw ApiError.ofPage(failureCode(error));
    }
  }
}

function failureCode(error: unknown): 'peer-timeout' | 'cancelled' | 'peer-unreachable' {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : '';
  if (name === 'TimeoutError') return 'peer-timeout';
  return name === 'AbortError' ? 'cancelled' : 'peer-unreachable';
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    const code = failureCode(error);
    // The headers came, so the peer is there: unless time ran out, what failed was reading its words.
    throw ApiError.ofPage(code === 'peer-unreachable' ? 'answer-unreadable' : code);
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => undefined);
  return ApiError.ofAnswer(response.status, body);
}

function query(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
