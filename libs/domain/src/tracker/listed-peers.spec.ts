import fc from 'fast-check';
import { SeededRandom } from '#test/seeded-random';
import type { AddressRecord } from '../peer-network/messages.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import { ListedPeers, MAX_PEERS_OF_A_GROUP } from './listed-peers.ts';
import { networkGroupOf } from './network-group.ts';

const MAX_LISTED = 10;

const idOf = (number: number): PeerId => number.toString(16).padStart(64, '0') as PeerId;

/** A record that says, in its sequence, whose it is: lists do not look at signatures. */
function recordOf(number: number, host: string): AddressRecord {
  const [identityKey, signature] = [new Uint8Array(32), new Uint8Array(64)];
  return { identityKey, endpoint: { host, port: 9009 }, sequence: number, expiresAt: 1, signature };
}

function listsOf(hosts: readonly string[], seed = 1): ListedPeers {
  const lists = new ListedPeers(new SeededRandom(seed));
  hosts.forEach((host, number) => {
    lists.put(idOf(number), { record: recordOf(number, host), reachedHost: host });
  });
  return lists;
}

/** The numbers of the peers that somebody is told of. */
function toldTo(lists: ListedPeers, asker: number): number[] {
  return lists.answerFor(idOf(asker)).map(({ sequence }) => sequence);
}

/** Many peers in few networks, at home and abroad. */
const hostArbitrary = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 255 })).map(([b, d]) => `8.${b}.0.${d}`),
  fc.integer({ min: 0, max: 255 }).map((d) => `10.0.0.${d}`),
  fc.integer({ min: 1, max: 3 }).map((group) => `2001:db${group}::1`),
);
const networkOf = (minLength: number, maxLength: number) =>
  fc.record({
    hosts: fc.array(hostArbitrary, { minLength, maxLength, size: 'max' }),
    asker: fc.integer({ min: 0, max: maxLength + 5 }),
    seed: fc.integer(),
  });

describe('a list of peers', () => {
  it('never names the asker, and nobody twice', () => {
    fc.assert(
      fc.property(networkOf(0, 60), ({ hosts, asker, seed }) => {
        const told = toldTo(listsOf(hosts, seed), asker);
        expect(told).not.toContain(asker);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });

  it('names all others when they are 10 or fewer, of one network or of many', () => {
    fc.assert(
      fc.property(networkOf(0, MAX_LISTED), ({ hosts, asker, seed }) => {
        const others = [...hosts.keys()].filter((number) => number !== asker);
        expect(toldTo(listsOf(hosts, seed), asker).sort((a, b) => a - b)).toEqual(others);
      }),
    );
  });

  it('names at most two of a network otherwise, and 10 whenever the networks give so many', () => {
    fc.assert(
      fc.property(networkOf(MAX_LISTED + 2, 60), ({ hosts, asker, seed }) => {
        const others = [...hosts.keys()].filter((number) => number !== asker);
        const group = (number: number) => networkGroupOf(hosts[number] as string) ?? `home ${number}`;
        const told = toldTo(listsOf(hosts, seed), asker);
        for (const name of told.map(group)) {
          expect(told.filter((number) => group(number) === name).length).toBeLessThanOrEqual(MAX_PEERS_OF_A_GROUP);
        }
        const groups = [...new Set(others.map(group))];
        const sizes = groups.map((name) => others.filter((number) => group(number) === name).length);
        const possible = sizes.reduce((sum, size) => sum + Math.min(size, MAX_PEERS_OF_A_GROUP), 0);
        expect(told.length).toBe(Math.min(MAX_LISTED, possible));
      }),
    );
  });

  it('draws networks first: one with a thousand peers is named no more than ten with one', () => {
    const crowd = Array.from({ length: 1_000 }, (_, number) => `8.8.${number >> 8}.${number & 255}`);
    const few = Array.from({ length: 10 }, (_, number) => `9.${number}.0.1`);
    const lists = listsOf([...crowd, ...few]);
    let ofTheCrowd = 0;
    for (let round = 0; round < 200; round++) {
      ofTheCrowd += toldTo(lists, 5_000).filter((number) => number < crowd.length).length;
    }
    // 10 of 11 networks are drawn each time, one of each: the crowd is there 10 times of 11.
    expect(ofTheCrowd).toBeLessThanOrEqual(200);
    expect(ofTheCrowd).toBeGreaterThan(150);
  });

  it('is another one each time, and in time names everybody', () => {
    const hosts = Array.from({ length: 30 }, (_, number) => `127.0.0.${number}`);
    const lists = listsOf(hosts);
    const seen = new Set<number>();
    for (let round = 0; round < 60; round++) for (const number of toldTo(lists, 0)) seen.add(number);
    expect(seen.size).toBe(29);
  });

  it('forgets who is removed, and knows who moved where it is now', () => {
    const lists = listsOf(['8.1.0.1', '8.1.0.2', '8.2.0.1']);
    lists.remove(idOf(0));
    lists.remove(idOf(0));
    lists.put(idOf(1), { record: recordOf(77, '9.9.9.9'), reachedHost: '9.9.9.9' });
    expect(toldTo(lists, 50).sort((a, b) => a - b)).toEqual([2, 77]);
    expect(lists.size).toBe(2);
  });
});
