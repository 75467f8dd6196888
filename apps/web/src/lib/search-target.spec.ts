import { bech32m } from '@scure/base';
import { readSearch } from './search-target.ts';

const address = bech32m.encode('dcheese', [0, ...bech32m.toWords(new Uint8Array(20))]);

describe('the search box', () => {
  it.each([
    ['12', { kind: 'height', height: '12' }],
    ['#0012', { kind: 'height', height: '12' }],
    ['AB'.repeat(32), { kind: 'hash', hash: 'ab'.repeat(32) }],
    [` ${address} `, { kind: 'address', address }],
  ])('understands %j', (typed, target) => {
    expect(readSearch(typed)).toEqual(target);
  });

  it.each(['', 'gouda', 'abcdef', `${address}q`, '<b>', '1'.repeat(11)])('explains why %j finds nothing', (typed) => {
    const target = readSearch(typed);
    expect(target.kind).toBe('nothing');
    if (target.kind === 'nothing') expect(target.sentence).toMatch(/\.$/);
  });
});
