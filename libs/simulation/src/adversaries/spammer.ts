import type { ChainStatus, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { Session } from '#domain/peer-network/transport.port';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import { crumbs } from '#domain/primitives/crumbs';
import { type Hash, ZERO_HASH } from '#domain/primitives/hash';
import { assembleTransaction, type Transaction } from '#domain/transaction/transaction';
import { simulatedKey } from '../peers/identity.ts';
import { signedTransfer } from '../peers/signed-transfer.ts';
import { PAYING_ACCOUNTS } from '../peers/simulated-chain.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { type HostileAnswer, HostileNode, type Hostility, notServed, said, victims } from './hostile-node.ts';

const TIMEOUT_MS = 10_000;
const MAX_KEPT = 512;
/** Nobody else pays from them. */
const OWN_ACCOUNTS = [PAYING_ACCOUNTS - 2, PAYING_ACCOUNTS - 3];
const JUNK = ['unsigned', 'behind-gap', 'too-cheap', 'penniless', 'truncated'] as const;

/** Offers transactions that nobody wants, and asks for everything all the time. */
export class Spammer implements Hostility {
  private readonly node: HostileNode;
  private readonly stream: SeededStream;
  private readonly offered = new BoundedCache<Hash, Uint8Array>(MAX_KEPT);
  private stopped = false;

  constructor(
    private readonly world: World,
    index: number,
    private readonly perSecond: number,
  ) {
    this.stream = world.stream.split(`spammer ${index}`);
    this.node = new HostileNode('spammer', index, world, victims(world, this.stream, 4), this);
  }

  start(): void {
    void this.node.start();
    this.spamOn();
  }

  stop(): void {
    this.stopped = true;
    this.node.stop();
  }

  status(): ChainStatus {
    const { genesisHash } = this.world.chain;
    return { height: 0, tipHash: genesisHash, totalWork: 1n };
  }

  answer(command: RequestCommand, request: unknown): HostileAnswer | undefined {
    if (command === 'HCK') return said({ command: 'HCKACK', ...this.status() });
    if (command === 'GETDATA') {
      const { ids } = request as RequestOf<'GETDATA'>;
      const transactions = ids.flatMap((id) => this.offered.get(id) ?? []);
      return said({ command: 'DATA', transactions });
    }
    return notServed();
  }

  private spamOn(): void {
    this.world.time.after(this.stream.exponential(1_000 / this.perSecond), () => {
      if (this.stopped) return;
      this.spam();
      this.spamOn();
    });
  }

  private spam(): void {
    const transaction = this.junk();
    const isTruncated = this.stream.chance(0.02);
    this.offered.set(transaction.id, isTruncated ? transaction.bytes.subarray(1) : transaction.bytes);
    for (const session of this.node.sessions.values()) {
      void session.request('BRTRANSACTION', { ids: [transaction.id] }, TIMEOUT_MS);
      void this.askTooMuch(session);
    }
  }

  private askTooMuch(session: Session): Promise<unknown> {
    const { genesisHash } = this.world.chain;
    switch (this.stream.integer(0, 3)) {
      case 0:
        return session.request('GETHEADERS', { locator: [genesisHash], stop: ZERO_HASH }, TIMEOUT_MS);
      case 1:
        return session.request('PLREQ', {}, TIMEOUT_MS);
      case 2:
        return session.request('GETOPENTRANSACTIONS', {}, TIMEOUT_MS);
      default:
        return session.request('GETCHAIN', { hashes: [genesisHash] }, TIMEOUT_MS);
    }
  }

  private junk(): Transaction {
    const { world, stream } = this;
    const kind = stream.pick(JUNK);
    const key = simulatedKey(kind === 'penniless' ? PAYING_ACCOUNTS + 1 : stream.pick(OWN_ACCOUNTS));
    // Of a few hundred, so that a process signs each of them once.
    const transaction = signedTransfer(key, world.chain, {
      recipient: simulatedKey(stream.integer(0, 7)).account,
      amount: crumbs(stream.integer(1, 3)),
      fee: crumbs(kind === 'too-cheap' ? 1 : 5_000),
      nonce: kind === 'behind-gap' ? stream.integer(10, 20) : 0,
      memo: new Uint8Array(0),
    });
    if (kind !== 'unsigned') return transaction;
    return assembleTransaction(transaction.bodyBytes, new Uint8Array(64).fill(stream.integer(1, 4)));
  }
}
