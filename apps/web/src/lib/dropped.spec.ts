import { type Dropped, MAX_DROPPED, withDropped } from './dropped.ts';

const drop = (id: string) => ({
  id: '1',
  name: 'transaction.dropped',
  data: JSON.stringify({
    time: '2026-11-22T12:00:00.000Z',
    code: 'mempool-nonce-used',
    id,
    sender: 's',
    recipient: 'r',
    amount: 5,
    memo: '<b>',
  }),
});

describe('what was dropped', () => {
  it('is told with its reason, newest first, each payment once', () => {
    const dropped = ['a', 'b', 'a'].reduce<readonly Dropped[]>((list, id) => withDropped(list, drop(id)), []);
    expect(dropped.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(dropped[0]).toEqual({
      atMs: Date.parse('2026-11-22T12:00:00.000Z'),
      id: 'a',
      code: 'mempool-nonce-used',
      sender: 's',
      recipient: 'r',
      amount: 5,
    });
  });

  it('is no more than what is listed, and no other event', () => {
    const ids = Array.from({ length: 30 }, (_, i) => `${i}`);
    const dropped = ids.reduce<readonly Dropped[]>((list, id) => withDropped(list, drop(id)), []);
    expect(dropped).toHaveLength(MAX_DROPPED);
    expect(withDropped(dropped, { ...drop('x'), name: 'transaction.opened' })).toBe(dropped);
  });
});
