import { forgetAttempt, keepAttempt, keptAttempt, newPaymentKey, samePayment } from './payment-attempt.ts';

const payment = { recipient: 'dcheese1qx', amount: 5, fee: 2 };
const HOUR_MS = 3_600_000;

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  };
}

describe('a payment whose answer did not come', () => {
  it('is still there after a reload, with the key under which it is paid once at most', () => {
    const place = storage();
    const attempt = { payment, key: newPaymentKey(), sentMs: 1000 };
    keepAttempt(place, attempt);
    expect(keptAttempt(place, 1000 + HOUR_MS)).toEqual(attempt);
    forgetAttempt(place);
    expect(keptAttempt(place, 1000)).toBeUndefined();
  });

  it('is forgotten before the peer forgets its key, since then it could be paid twice', () => {
    const place = storage();
    keepAttempt(place, { payment, key: 'k', sentMs: 0 });
    expect(keptAttempt(place, 22 * HOUR_MS)).toBeDefined();
    expect(keptAttempt(place, 24 * HOUR_MS)).toBeUndefined();
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"key":"k","sentMs":1}',
    '{"key":1,"sentMs":1,"payment":{"recipient":"a","amount":1}}',
  ])('is none when %j is what stands there', (text) => {
    const place = storage();
    place.setItem('cheesechain.payment', text);
    expect(keptAttempt(place, 0)).toBeUndefined();
  });

  it('keeps its key only for the very same payment', () => {
    expect(samePayment(payment, { ...payment, memo: '' })).toBe(true);
    for (const other of [{ recipient: 'x' }, { amount: 6 }, { fee: 3 }, { memo: 'm' }]) {
      expect(samePayment(payment, { ...payment, ...other })).toBe(false);
    }
  });

  it('has a key of its own each time', () => {
    expect(newPaymentKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newPaymentKey()).not.toBe(newPaymentKey());
  });
});
