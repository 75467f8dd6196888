import { MemoryPaymentKeyStore } from '#adapters/memory/memory-payment-key-store';
import { type Crumbs, crumbs } from '#domain/primitives/crumbs';
import type { Hash } from '#domain/primitives/hash';
import { accepted, type Refusal, type Result, refused } from '#domain/primitives/result';
import type { Transaction } from '#domain/transaction/transaction';
import { IdempotentPayments } from '#domain/wallet/idempotent-payments';
import type { PaymentDesk } from '#domain/wallet/payment-desk.port';
import { SendPayment } from '#domain/wallet/send-payment';
import { testAddress } from '#test/keys';
import { testNetwork } from '#test/network';
import { openTestWallet } from '#test/test-wallet';

const network = testNetwork();
const payment = { recipient: testAddress(1), amount: 7 };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Takes payments as a node does; it can be closed, and it can take one and end before it says so. */
class Desk implements PaymentDesk<Refusal> {
  readonly taken = new Map<Hash, Transaction>();
  closed = false;
  endsBefore: 'taking' | 'answering' | undefined;

  async nextNonce(): Promise<number> {
    return this.taken.size;
  }

  async feeFor(bytes: number): Promise<Crumbs> {
    return crumbs(bytes);
  }

  async submit(transaction: Transaction): Promise<Result<unknown, Refusal>> {
    if (this.closed) return refused({ code: 'desk-closed' });
    if (this.endsBefore === 'taking') throw new Error('the program ends');
    this.taken.set(transaction.id, transaction);
    if (this.endsBefore === 'answering') throw new Error('the program ends');
    return accepted(undefined);
  }
}

async function shop(password?: string) {
  const { wallet, clock } = await openTestWallet(network);
  await wallet.create({ password });
  const [desk, store] = [new Desk(), new MemoryPaymentKeyStore()];
  const chain = { tipTimeMs: () => clock.nowMs() };
  const start = () =>
    new IdempotentPayments<Refusal>({
      payments: new SendPayment(network, wallet, desk),
      store,
      clock,
      tipTimeMs: () => chain.tipTimeMs(),
      isKnown: async (id) => desk.taken.has(id),
    });
  return { wallet, clock, chain, desk, store, start };
}

function told(result: Result<{ readonly transaction: Transaction; readonly replayed: boolean }, Refusal>): string {
  if (!result.ok) return result.refusal.code;
  return `${result.value.replayed ? 'again' : 'paid'} ${result.value.transaction.nonce}`;
}

describe('payments under a key', () => {
  it('are made once, at once and later, and every call tells the same transaction', async () => {
    const { start, desk } = await shop();
    const payments = start();
    const results = await Promise.all(Array.from({ length: 16 }, () => payments.pay('key', payment)));
    results.push(await payments.pay('key', payment));
    expect(results.map(told).sort()).toEqual([...Array.from({ length: 16 }, () => 'again 0'), 'paid 0']);
    expect(new Set(results.map((result) => result.ok && result.value.transaction.id)).size).toBe(1);
    expect(desk.taken.size).toBe(1);
  });

  it('are told again after a restart, also by a wallet that is locked by then', async () => {
    const { start, desk, wallet } = await shop('password');
    await start().pay('key', payment);
    await wallet.lock();
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(told(await start().pay('other', payment))).toBe('wallet-locked');
    expect(desk.taken.size).toBe(1);
  });

  it('are not made for a key that has paid for something else, while it pays and after', async () => {
    const { start } = await shop();
    const payments = start();
    const other = [{ amount: 8 }, { recipient: testAddress(2) }, { fee: 1 }, { memo: 'x' }];
    const first = payments.pay('key', payment);
    const meanwhile = await Promise.all(other.map((change) => payments.pay('key', { ...payment, ...change })));
    expect(meanwhile.map(told)).toEqual(other.map(() => 'idempotency-key-reused'));
    await first;
    for (const change of other) {
      expect(told(await payments.pay('key', { ...payment, ...change }))).toBe('idempotency-key-reused');
    }
    expect(told(await payments.pay('key', { ...payment, recipient: payment.recipient.toUpperCase() }))).toBe('again 0');
  });

  it('free their key when they are refused: nothing has happened', async () => {
    const { start, desk, store } = await shop();
    const payments = start();
    desk.closed = true;
    const all = await Promise.all([payments.pay('key', payment), payments.pay('key', payment)]);
    expect(all.map(told)).toEqual(['desk-closed', 'desk-closed']);
    expect(await store.find('key')).toBeUndefined();
    desk.closed = false;
    expect(told(await payments.pay('key', payment))).toBe('paid 0');
  });

  it.each(['taking', 'answering'] as const)('are made once when the program ends before %s', async (moment) => {
    const { start, desk } = await shop();
    desk.endsBefore = moment;
    await expect(start().pay('key', payment)).rejects.toThrow('the program ends');
    desk.endsBefore = undefined;
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(desk.taken.size).toBe(1);
  });

  it('keep their key when what was signed cannot be taken any more: never a second payment under it', async () => {
    const { start, desk } = await shop();
    desk.endsBefore = 'taking';
    await expect(start().pay('key', payment)).rejects.toThrow();
    desk.endsBefore = undefined;
    desk.closed = true;
    expect(told(await start().pay('key', payment))).toBe('desk-closed');
    desk.closed = false;
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(desk.taken.size).toBe(1);
  });

  it('are remembered for a day', async () => {
    const { start, clock } = await shop();
    await start().pay('key', payment);
    clock.advance(DAY_MS);
    expect(told(await start().pay('key', payment))).toBe('again 0');
    clock.advance(1);
    expect(told(await start().pay('key', payment))).toBe('paid 1');
  });

  it('are remembered while the clock alone says that a day has passed, and when it jumps back', async () => {
    const { start, clock, chain, desk } = await shop();
    const realMs = clock.nowMs();
    chain.tipTimeMs = () => realMs;
    await start().pay('key', payment);
    clock.advance(30 * DAY_MS);
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(told(await start().pay('other', payment))).toBe('paid 1');
    clock.advance(-30 * DAY_MS);
    expect(told(await start().pay('key', payment))).toBe('again 0');
    expect(told(await start().pay('other', payment))).toBe('again 1');
    expect(desk.taken.size).toBe(2);
  });

  it('are remembered when the clock was far behind while they were made', async () => {
    const { start, clock, chain } = await shop();
    const realMs = clock.nowMs() + 365 * DAY_MS;
    chain.tipTimeMs = () => realMs;
    await start().pay('key', payment);
    clock.advance(365 * DAY_MS);
    expect(told(await start().pay('key', payment))).toBe('again 0');
  });

  it.each(['', ' ', 'a b', 'ä', 'x'.repeat(256), 'a\n'])('are refused under the key %j', async (key) => {
    const { start, desk } = await shop();
    expect(told(await start().pay(key, payment))).toBe('idempotency-key-invalid');
    expect(desk.taken.size).toBe(0);
  });

  it('take any other key', async () => {
    const { start } = await shop();
    expect(told(await start().pay('x'.repeat(255), payment))).toBe('paid 0');
    expect(told(await start().pay('!"#$%&~', payment))).toBe('paid 1');
  });
});
