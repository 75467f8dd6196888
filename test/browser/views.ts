import type { Story } from './story.ts';
import type { Visitor } from './visitor.ts';

/** A view of the page as somebody with a wallet meets it: how to get there, and what may be done there first. */
export interface View {
  readonly name: string;
  fragment(story: Story): string;
  readonly prepare?: (visitor: Visitor) => Promise<void>;
}

/** Every view, and the places in views that open only when somebody asks. */
export const VIEWS: readonly View[] = [
  { name: 'home', fragment: () => '#/' },
  { name: 'send', fragment: () => '#/', prepare: (visitor) => visitor.press('Send', visitor.part('Wallet')) },
  { name: 'receive', fragment: () => '#/', prepare: (visitor) => visitor.press('Receive', visitor.part('Wallet')) },
  { name: 'chain', fragment: () => '#/chain' },
  { name: 'block', fragment: ({ blockHash }) => `#/block/${blockHash}` },
  { name: 'transaction', fragment: ({ confirmedId }) => `#/transaction/${confirmedId}` },
  { name: 'address', fragment: ({ address }) => `#/address/${address}` },
  { name: 'branches', fragment: () => '#/branches' },
  { name: 'charts', fragment: () => '#/charts' },
  { name: 'open', fragment: () => '#/open' },
  { name: 'network', fragment: () => '#/network' },
  { name: 'learn', fragment: () => '#/learn' },
  { name: 'not-found', fragment: () => '#/nothing/here' },
];

/** Goes there and waits until nothing is loading any more. */
export async function show(visitor: Visitor, view: View, story: Story): Promise<void> {
  // By way of a view that has nothing open: what an earlier visit opened is closed again.
  await visitor.go('#/nothing');
  await visitor.page.getByRole('heading', { level: 1, name: 'Nothing ripens here' }).waitFor();
  await visitor.go(view.fragment(story));
  await visitor.settled();
  await view.prepare?.(visitor);
  await visitor.settled();
}
