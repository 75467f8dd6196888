import fc from 'fast-check';
import { linkTo, parseRoute } from './route.ts';

const hash = 'ab'.repeat(32);

describe('the fragment of the address bar', () => {
  it.each([
    ['', { view: 'home' }],
    ['#/', { view: 'home' }],
    ['#main', { view: 'home' }],
    [linkTo.chain(), { view: 'chain' }],
    [linkTo.chain('a b/c'), { view: 'chain', before: 'a b/c' }],
    [linkTo.block(12), { view: 'block', ref: '12' }],
    [linkTo.block('tip'), { view: 'block', ref: 'tip' }],
    [linkTo.block(hash.toUpperCase()), { view: 'block', ref: hash }],
    [linkTo.transaction(hash), { view: 'transaction', id: hash }],
    [linkTo.address('dcheese1qxyz'), { view: 'address', address: 'dcheese1qxyz' }],
    [linkTo.network(), { view: 'network' }],
    [linkTo.open(), { view: 'open' }],
    [linkTo.open('a b/c'), { view: 'open', before: 'a b/c' }],
    [linkTo.branches(), { view: 'branches' }],
    [linkTo.charts(), { view: 'charts' }],
    ['#/branches/7', { view: 'not-found' }],
    [linkTo.learn('nonce'), { view: 'learn', term: 'nonce' }],
    ['#/block/../wallet', { view: 'not-found' }],
    ['#/block/-1', { view: 'not-found' }],
    ['#/transaction/7', { view: 'not-found' }],
    ['#/nowhere', { view: 'not-found' }],
  ])('%s opens the right view', (fragment, route) => {
    expect(parseRoute(fragment)).toEqual(route);
  });

  it('may hold anything without breaking the page', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(typeof parseRoute(`#${text}`).view).toBe('string')));
  });
});
