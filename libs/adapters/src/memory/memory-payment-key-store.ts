import type { KeyedPayment, PaymentKeyLimits, PaymentKeyStore } from '#domain/wallet/payment-key-store.port';

/** Keeps payments by their keys in memory, for tests and simulation. */
export class MemoryPaymentKeyStore implements PaymentKeyStore {
  /** In the order in which they were kept. */
  private readonly kept = new Map<string, KeyedPayment>();

  async find(key: string): Promise<KeyedPayment | undefined> {
    return this.kept.get(key);
  }

  async keep(payment: KeyedPayment, { signedBeforeMs, maximum }: PaymentKeyLimits): Promise<void> {
    this.kept.delete(payment.key);
    this.kept.set(payment.key, payment);
    for (const { key, signedAtMs } of [...this.kept.values()]) if (signedAtMs < signedBeforeMs) this.kept.delete(key);
    for (const key of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size - maximum))) this.kept.delete(key);
  }

  async noteTaken(key: string): Promise<void> {
    const payment = this.kept.get(key);
    if (payment !== undefined) this.kept.set(key, { ...payment, taken: true });
  }

  async forget(key: string): Promise<void> {
    this.kept.delete(key);
  }
}
