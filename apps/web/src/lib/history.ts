import type { HistoryLine } from './api-types.ts';

/** What one line of history did to the account whose history it is. */
export type HistoryEffect =
  | { readonly kind: 'reward'; readonly sign: '+'; readonly crumbs: number }
  | { readonly kind: 'in'; readonly sign: '+'; readonly crumbs: number; readonly other: string }
  | { readonly kind: 'out'; readonly sign: '−'; readonly crumbs: number; readonly other: string }
  | { readonly kind: 'self'; readonly sign: '−'; readonly crumbs: number };

/** A payment out counts with its fee; one to oneself costs the fee alone. Undefined for a line that says nothing. */
export function effectOn(address: string, { reward, transaction }: HistoryLine): HistoryEffect | undefined {
  if (reward !== null) return { kind: 'reward', sign: '+', crumbs: reward.amount };
  if (transaction === null) return undefined;
  const { sender, recipient, amount, fee } = transaction;
  if (sender !== address) return { kind: 'in', sign: '+', crumbs: amount, other: sender };
  if (recipient === address) return { kind: 'self', sign: '−', crumbs: fee };
  return { kind: 'out', sign: '−', crumbs: amount + fee, other: recipient };
}
