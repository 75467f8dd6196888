import type { Visitor } from './visitor.ts';

/** What people do with the wallet on the page, by what they read and press. */

/** Makes a wallet and proves to have noted its words; gives the words. */
export async function makeWallet(visitor: Visitor): Promise<string[]> {
  const { page } = visitor;
  await visitor.press('Make my wallet');
  const card = visitor.part('Write these words down');
  await card.waitFor();
  const items = await card.getByRole('listitem').allTextContents();
  const words = items.map((item) => item.replace(/[^a-z]/g, ''));
  await visitor.press('I have written them down');
  const questions = page.getByRole('group', { name: /^Word \d+$/ });
  await questions.first().waitFor();
  for (const question of await questions.all()) {
    const place = Number((await question.locator('legend').textContent())?.replace(/\D/g, ''));
    await question.getByText(words[place - 1] ?? '', { exact: true }).click();
  }
  await visitor.press("That's them");
  await visitor.part('Wallet').getByText('Your address').waitFor();
  return words;
}

/** Makes one cheese and waits until it is found. */
export async function mineOne(visitor: Visitor): Promise<void> {
  const card = visitor.part('Make cheese');
  await visitor.press(/^Make (one cheese|another)$/, card);
  await visitor.sees(/is yours!/, card);
}

export interface PaymentWish {
  readonly recipient: string;
  /** As it is typed, in cheesecoin. */
  readonly amount: string;
  readonly memo?: string;
}

/** Opens the form if it is closed, and fills it. */
export async function fillPayment(visitor: Visitor, { recipient, amount, memo }: PaymentWish): Promise<void> {
  const card = visitor.part('Wallet');
  const toggle = card.getByRole('button', { name: 'Send', exact: true });
  if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
  await card.getByLabel('To', { exact: true }).fill(recipient);
  await card.getByLabel(/^Amount in cheesecoin/).fill(amount);
  if (memo !== undefined) await card.getByLabel(/^Memo/).fill(memo);
}

/** Fills the form, looks it over, and sends. */
export async function pay(visitor: Visitor, wish: PaymentWish): Promise<void> {
  const card = visitor.part('Wallet');
  await fillPayment(visitor, wish);
  await visitor.press('Review', card);
  await card.getByRole('heading', { name: 'Look once more' }).waitFor();
  await visitor.press('Send now', card);
  await visitor.sees('On its way', card);
}
