import { testAddress, testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { openTestWallet } from '#test/test-wallet';
import { fromHex, toHex, utf8 } from '../primitives/bytes.ts';
import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import { accepted, type Refusal, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import type { PaymentDesk } from './payment-desk.port.ts';
import { MAX_WAITING_PAYMENTS, type PaymentRequest, SendPayment } from './send-payment.ts';

const network = testNetwork();
const recipient = testAddress(1);

type DeskRefusal = { readonly code: 'desk-closed' };

/** Takes what has the next nonce, a moment later than it is asked, as a real one does. */
class PatientDesk implements PaymentDesk<DeskRefusal> {
  readonly open: Transaction[] = [];
  closed = false;
  feeAsked: { readonly bytes: number; readonly recipient: AccountId } | undefined;

  async nextNonce(): Promise<number> {
    await breath();
    return 3 + this.open.length;
  }

  async feeFor(bytes: number, to: AccountId): Promise<Crumbs> {
    this.feeAsked = { bytes, recipient: to };
    return crumbs(2 * bytes);
  }

  async submit(transaction: Transaction): Promise<Result<unknown, DeskRefusal>> {
    await breath();
    if (this.closed) return refused({ code: 'desk-closed' });
    this.open.push(transaction);
    return accepted(undefined);
  }
}

function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function payer(password?: string) {
  const { wallet } = await openTestWallet(network);
  const created = await wallet.create({ password });
  if (!created.ok) throw new Error(created.refusal.code);
  const desk = new PatientDesk();
  return { wallet, desk, account: created.value.status.account, sender: new SendPayment(network, wallet, desk) };
}

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'accepted' : result.refusal.code;
}

describe('a payment', () => {
  it('is signed as asked, with the next nonce, and handed in', async () => {
    const { sender, desk, account } = await payer();
    const sent = await sender.send({ recipient, amount: 7, fee: 5, memo: 'für Käse' });
    if (!sent.ok) throw new Error(sent.refusal.code);
    expect(desk.open).toEqual([sent.value]);
    expect(sent.value).toMatchObject({ nonce: 3, amount: 7, fee: 5, recipient: testKey(1).account });
    expect(sent.value.senderAccount).toBe(account);
    expect(toHex(sent.value.memo)).toBe(toHex(utf8('für Käse')));
    expect(desk.feeAsked).toBeUndefined();
  });

  it('without a fee pays what the desk asks for its size and recipient', async () => {
    const { sender, desk } = await payer();
    const sent = await sender.send({ recipient, amount: 7, memo: 'Käse' });
    if (!sent.ok) throw new Error(sent.refusal.code);
    const bytes = sent.value.bytes.length;
    expect(desk.feeAsked).toEqual({ bytes, recipient: testKey(1).account });
    expect(sent.value.fee).toBe(2 * bytes);
    expect((await sender.send({ recipient, amount: 7, fee: 0 })).ok).toBe(true);
    expect(desk.open[1]?.fee).toBe(0);
  });

  it('among 200 at once has a nonce of its own, one after the other', async () => {
    const { sender, desk } = await payer();
    const requests = Array.from({ length: 200 }, (_, i) => sender.send({ recipient, amount: i + 1, fee: 1 }));
    const sent = await Promise.all(requests);
    expect(sent.map((each) => each.ok && each.value.nonce)).toEqual(Array.from({ length: 200 }, (_, i) => i + 3));
    expect(sent.map((each) => each.ok && each.value.amount)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(new Set(desk.open.map(({ id }) => id)).size).toBe(200);
  });

  it('that the desk refuses passes the refusal on and leaves its nonce to the next', async () => {
    const { sender, desk } = await payer();
    desk.closed = true;
    expect(codeOf(await sender.send({ recipient, amount: 1 }))).toBe('desk-closed');
    desk.closed = false;
    expect(await sender.send({ recipient, amount: 1 })).toMatchObject({ ok: true, value: { nonce: 3 } });
  });

  it('fails alone when the desk fails', async () => {
    const { sender, desk } = await payer();
    const { submit } = desk;
    desk.submit = () => Promise.reject(new Error('disk full'));
    const failing = sender.send({ recipient, amount: 1 });
    await expect(failing).rejects.toThrow('disk full');
    desk.submit = submit;
    expect(codeOf(await sender.send({ recipient, amount: 1 }))).toBe('accepted');
  });

  it('can be read back by everybody', async () => {
    const { sender } = await payer();
    const sent = await sender.send({ recipient, amount: 1, memo: 'x'.repeat(256) });
    if (!sent.ok) throw new Error(sent.refusal.code);
    expect(decodeTransaction(fromHex(toHex(sent.value.bytes))).ok).toBe(true);
  });
});

describe('no payment', () => {
  const refusals: [why: string, request: Partial<PaymentRequest>, code: string][] = [
    ['goes to another network', { recipient: testAddress(1, 'tcheese') }, 'address-wrong-network'],
    ['goes to a mistyped address', { recipient: `${recipient.slice(0, -1)}q` }, 'address-checksum'],
    ['goes to nobody', { recipient: '' }, 'address-malformed'],
    ['moves nothing', { amount: 0 }, 'payment-amount'],
    ['moves less than nothing', { amount: -1 }, 'payment-amount'],
    ['moves a part of a crumb', { amount: 0.5 }, 'payment-amount'],
    ['moves more than there is', { amount: network.maxSupply + 1 }, 'payment-amount'],
    ['moves a number that is none', { amount: Number.NaN }, 'payment-amount'],
    ['pays a negative fee', { fee: -1 }, 'payment-fee'],
    ['pays a part of a crumb', { fee: 1.5 }, 'payment-fee'],
    ['pays more fee than there is', { fee: network.maxSupply + 1 }, 'payment-fee'],
    ['costs more than there is', { amount: network.maxSupply, fee: 1 }, 'payment-total-too-large'],
    ['costs more than there is with the fee that is chosen', { amount: network.maxSupply }, 'payment-total-too-large'],
    ['has a memo of 257 bytes', { memo: 'x'.repeat(257) }, 'payment-memo-too-long'],
    ['has a memo of 128 letters and 258 bytes', { memo: `ä${'ä'.repeat(128)}` }, 'payment-memo-too-long'],
    ['has an endless memo', { memo: 'x'.repeat(1_000_000) }, 'payment-memo-too-long'],
    ['has a memo with half a character', { memo: 'x\ud83e' }, 'payment-memo-malformed'],
  ];

  it.each(refusals)('%s', async (_, request, code) => {
    const { sender, desk } = await payer();
    expect(codeOf(await sender.send({ recipient, amount: 1, ...request }))).toBe(code);
    expect(desk.open).toEqual([]);
  });

  it('is made without a wallet, or by a locked one', async () => {
    const { wallet: missing } = await openTestWallet(network);
    const desk = new PatientDesk();
    const send = new SendPayment(network, missing, desk).send({ recipient, amount: 1 });
    expect(codeOf(await send)).toBe('wallet-missing');
    const { wallet, sender, desk: other } = await payer('p');
    await wallet.lock();
    expect(codeOf(await sender.send({ recipient, amount: 1 }))).toBe('wallet-locked');
    expect([...desk.open, ...other.open]).toEqual([]);
  });

  it('is signed by a wallet that is locked while it waits for its nonce', async () => {
    const { wallet, sender, desk } = await payer('p');
    const sending = sender.send({ recipient, amount: 1 });
    await wallet.lock();
    expect(codeOf(await sending)).toBe('wallet-locked');
    expect(desk.open).toEqual([]);
  });

  it('waits in an endless queue', async () => {
    const { sender, desk } = await payer();
    desk.closed = true;
    const many = Array.from({ length: MAX_WAITING_PAYMENTS + 2 }, () => sender.send({ recipient, amount: 1, fee: 1 }));
    const codes = (await Promise.all(many)).map(codeOf);
    expect(codes.filter((code) => code === 'payment-busy')).toHaveLength(2);
  });
});
