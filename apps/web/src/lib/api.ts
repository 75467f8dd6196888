import type { CallOptions } from '#client/operation-types';
import { PeerClient } from '#client/peer-client';
import { PeerError } from '#client/peer-error';
import { ApiError, type PageCode } from './api-error.ts';
import type { Payment } from './api-types.ts';

/** Reads come from this machine's own disk: what takes longer is not going to come. */
const READ_TIMEOUT_MS = 8_000;
/** Opening a keystore costs a second of scrypt on a slow machine, and a payment waits for the disk. */
const WRITE_TIMEOUT_MS = 30_000;

type Optional<T> = T | undefined;

/**
 * What the page asks of its peer, by the client that all programs use. Every method answers the decoded JSON or throws
 * an {@link ApiError} with a stable code. `signal` cancels; reads and writes end by themselves after their timeout.
 */
export class Api {
  readonly #client: PeerClient;

  /** `token` is asked at every call, because it may arrive later; `base` is '' for the peer that served the page. */
  constructor(token: () => Optional<string>, base = '') {
    this.#client = new PeerClient({ peer: base, token, timeoutMs: WRITE_TIMEOUT_MS });
  }

  chain = (signal?: AbortSignal) => told(this.#client.get('/v1/chain', reading(signal)));
  peers = (signal?: AbortSignal) => told(this.#client.get('/v1/peers', reading(signal)));
  node = (signal?: AbortSignal) => told(this.#client.get('/v1/node', reading(signal)));
  fees = (signal?: AbortSignal) => told(this.#client.get('/v1/fees', reading(signal)));
  wallet = (signal?: AbortSignal) => told(this.#client.get('/v1/wallet', reading(signal)));
  mining = (signal?: AbortSignal) => told(this.#client.get('/v1/mining', reading(signal)));

  block = (ref: string | number, signal?: AbortSignal) =>
    told(this.#client.get('/v1/blocks/{which}', { params: { path: { which: String(ref) } }, ...reading(signal) }));

  transaction = (id: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/transactions/{id}', { params: { path: { id } }, ...reading(signal) }));

  proof = (id: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/transactions/{id}/proof', { params: { path: { id } }, ...reading(signal) }));

  account = (address: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/accounts/{address}', { params: { path: { address } }, ...reading(signal) }));

  blocks = (limit: number, before?: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/blocks', { params: page(limit, before), ...reading(signal) }));

  /** Every known block of the newest `depth` heights. */
  branches = (depth: number, signal?: AbortSignal) =>
    told(this.#client.get('/v1/branches', { params: { query: { depth } }, ...reading(signal) }));

  reorganisations = (limit: number, signal?: AbortSignal) =>
    told(this.#client.get('/v1/reorganisations', { params: page(limit), ...reading(signal) }));

  explain = (code: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/explain/{code}', { params: { path: { code } }, ...reading(signal) }));

  openTransactions = (limit: number, before?: string, signal?: AbortSignal) =>
    told(this.#client.get('/v1/transactions', { params: page(limit, before), ...reading(signal) }));

  history = (address: string, limit: number, before?: string, signal?: AbortSignal) => {
    const params = { path: { address }, ...page(limit, before) };
    return told(this.#client.get('/v1/accounts/{address}/transactions', { params, ...reading(signal) }));
  };

  createWallet = (wish: { mnemonic?: string; password?: string }) =>
    told(this.#client.post('/v1/wallet', { body: wish }));

  /** Unlocks for so many seconds; without a number until it is locked, or the peer ends. */
  unlock = (password: string, seconds?: number) =>
    told(this.#client.post('/v1/wallet/unlock', { body: { password, ...(seconds === undefined ? {} : { seconds }) } }));

  lock = () => told(this.#client.post('/v1/wallet/lock'));

  /** The secret words again, for who knows the password. */
  exportWallet = (password: string) => told(this.#client.post('/v1/wallet/export', { body: { password } }));

  /** Sends a payment; the same `idempotencyKey` again gives the same transaction, never a second one. */
  pay = (payment: Payment, idempotencyKey: string) => {
    const header = { 'Idempotency-Key': idempotencyKey };
    return told(this.#client.post('/v1/wallet/transactions', { body: payment, params: { header } }));
  };

  /** Mines exactly one block. No timeout: it takes as long as the difficulty asks, and ends when `signal` aborts. */
  mineOne = (signal: AbortSignal) => told(this.#client.post('/v1/mining/blocks', { signal, timeoutMs: undefined }));

  startMining = (threads: number) => told(this.#client.put('/v1/mining', { body: { threads } }));

  stopMining = () => told(this.#client.delete('/v1/mining'));

  /** Opens the event stream for {@link readEvents}; no timeout, since it is meant to stay open. */
  events = (lastEventId: Optional<string>, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> =>
    told(this.#client.events({ ...(lastEventId === undefined ? {} : { after: lastEventId }), signal }));
}

function reading(signal: Optional<AbortSignal>): CallOptions {
  return { signal, timeoutMs: READ_TIMEOUT_MS };
}

function page(limit: number, before?: string) {
  return { query: { limit, ...(before === undefined ? {} : { before }) } };
}

/** The answer; refusals and failures in the words of the page. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = thrown instanceof PeerError ? thrown : PeerError.failed(thrown, '');
    throw error.status === 0 ? ApiError.ofPage(error.code as PageCode) : ApiError.ofAnswer(error.status, error.problem);
  }
}
