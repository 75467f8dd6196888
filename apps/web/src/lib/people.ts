import { prefixOf } from './address.ts';
import type { Block, Transaction } from './api-types.ts';
import { shorten } from './format.ts';
import type { Labels } from './labels.ts';
import type { Neighbour } from './neighbours.ts';

/** Somebody who could be paid: an address, and how this page comes to know it. */
export interface Person {
  readonly address: string;
  readonly name: string;
  /** Said beside the name where that helps to choose. */
  readonly why?: string;
}

export interface PeopleSources {
  readonly own: string;
  readonly neighbours: readonly Neighbour[];
  readonly labels: Labels;
  readonly blocks: readonly Block[];
  readonly open: readonly Transaction[];
}

/** A choice, not a directory. */
const MAX_PEOPLE = 6;

/**
 * Whom the person may want to pay, best known first: wallets of other pages on this machine, named addresses, then
 * whoever lately made a cheese or paid. Only of this network, each once, never oneself.
 */
export function peopleToPay({ own, neighbours, labels, blocks, open }: PeopleSources): Person[] {
  const nameOf = (address: string) => labels.get(address) ?? shorten(address, 12, 5);
  const payments = [...open, ...blocks.flatMap(({ transactions }) => transactions)];
  const found: Person[] = [
    ...neighbours.map(({ port, address }) => ({
      address,
      name: labels.get(address) ?? `Peer at port ${port}`,
      why: 'its page is open on this machine',
    })),
    ...[...labels].map(([address, name]) => ({ address, name })),
    ...payments.flatMap(({ sender, recipient }) =>
      [sender, recipient].map((address) => ({ address, name: nameOf(address) })),
    ),
    // The raclette's reward goes to nobody.
    ...blocks.flatMap(({ height, reward: { recipient } }) =>
      height === 0 ? [] : [{ address: recipient, name: nameOf(recipient) }],
    ),
  ];
  const people = new Map<string, Person>();
  for (const person of found) {
    const fits = person.address !== own && prefixOf(person.address) === prefixOf(own);
    if (fits && !people.has(person.address)) people.set(person.address, person);
  }
  return [...people.values()].slice(0, MAX_PEOPLE);
}
