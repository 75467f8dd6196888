import { MemoryMempoolStore } from '#adapters/memory/memory-mempool-store';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import type { Chain } from '#domain/chain/chain';
import { Mempool } from '#domain/mempool/mempool';
import type { MempoolEvent } from '#domain/mempool/mempool-event';
import { defaultMempoolParameters, type MempoolParameters } from '#domain/mempool/mempool-parameters';
import type { MempoolStore } from '#domain/mempool/mempool-store.port';
import { MempoolUpdates } from '#domain/mempool/mempool-updates';
import { type Restoration, type RestoreDependencies, restoreMempool } from '#domain/mempool/restore-mempool';
import { SignatureCache } from '#domain/mempool/signature-cache';
import { type Origin, SubmitTransaction } from '#domain/mempool/submit-transaction';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import type { Transaction } from '#domain/transaction/transaction';
import type { TestChain } from './test-chain.ts';

/** Counts what it is asked. */
export class CountingVerifier implements SignatureVerifier {
  private readonly verifier = new NobleVerifier();
  readonly description = this.verifier.description;
  checks = 0;
  calls = 0;

  verify(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    this.checks += checks.length;
    this.calls++;
    return this.verifier.verify(checks);
  }

  close(): Promise<void> {
    return this.verifier.close();
  }
}

/** Open transactions on a chain, wired as in a node. */
export class TestOpenTransactions {
  readonly mempool: Mempool;
  readonly updates: MempoolUpdates;
  readonly submission: SubmitTransaction;
  readonly verifier = new CountingVerifier();
  readonly verified = new SignatureCache();
  /** Since the last {@link happened}. */
  private readonly events: MempoolEvent[] = [];
  readonly dependencies: Omit<RestoreDependencies, 'undone'>;

  constructor(
    { chain, clock, network }: Pick<TestChain, 'chain' | 'clock' | 'network'>,
    readonly store: MempoolStore = new MemoryMempoolStore(),
    parameters: Partial<MempoolParameters> = {},
  ) {
    const { maxBlockBytes } = network.parameters;
    this.mempool = new Mempool({ ...defaultMempoolParameters(maxBlockBytes), ...parameters }, clock);
    const accounts: Chain['accounts'] = (ids) => chain.accounts(ids);
    const { mempool, verifier, verified } = this;
    this.updates = new MempoolUpdates({ mempool, store, queue: chain.queue, accounts, log: SILENT_LOG });
    chain.follow((change) => this.updates.chainMoved(change));
    this.updates.events.subscribe((event) => this.events.push(event));
    const { updates } = this;
    this.dependencies = { mempool, updates, verifier, verified, context: network, accounts, store, log: SILENT_LOG };
    this.submission = new SubmitTransaction(this.dependencies);
  }

  /** `taken`, or the code of the refusal. */
  async submit(transaction: Transaction, origin: Origin = 'own'): Promise<string> {
    const submission = await this.submission.submit(transaction.bytes, origin);
    return submission.ok ? 'taken' : submission.refusal.code;
  }

  restore(undone: readonly Transaction[] = []): Promise<Restoration> {
    return restoreMempool({ ...this.dependencies, undone });
  }

  /** What was published since the last time: nonce and kind, or the reason of a drop. */
  happened(): string[] {
    return this.events
      .splice(0)
      .map((event) => `${event.transaction.nonce} ${event.kind === 'dropped' ? event.reason.code : event.kind}`);
  }
}
