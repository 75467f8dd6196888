import { MAX_NEWS, type NewsLine, withEvent } from './network-news.ts';

const TIME = '2026-11-22T12:00:00.000Z';

function hear(...events: (readonly [name: string, data: Record<string, unknown>])[]): readonly NewsLine[] {
  return events.reduce<readonly NewsLine[]>(
    (news, [name, data], i) => withEvent(news, { id: `${i}`, name, data: JSON.stringify({ time: TIME, ...data }) }),
    [],
  );
}

describe('what goes on in the network', () => {
  it('is told newest first', () => {
    const news = hear(
      ['peer.connected', { id: 'ab', address: '10.0.0.1:9009', direction: 'inbound' }],
      ['block.connected', { height: 7, hash: 'cd' }],
      ['transaction.dropped', { id: 'ff', code: 'mempool-expired' }],
      ['peer.disconnected', { id: 'ab', code: 'session-lost' }],
    );
    const atMs = Date.parse(TIME);
    expect(news).toEqual([
      { kind: 'left', atMs, peer: 'ab', code: 'session-lost', byThem: false },
      { kind: 'dropped', atMs, code: 'mempool-expired' },
      { kind: 'block', atMs, height: 7, hash: 'cd' },
      { kind: 'joined', atMs, peer: '10.0.0.1:9009', inbound: true },
    ]);
  });

  it('a peer that said goodbye is told apart from one that was lost', () => {
    const [left] = hear(['peer.disconnected', { id: 'ab', code: 'closed-by-peer: leaving' }]);
    expect(left).toMatchObject({ code: 'leaving', byThem: true });
  });

  it('a flood of payments is one line with their number', () => {
    const opened = Array.from({ length: 50 }, () => ['transaction.opened', { id: 'x' }] as const);
    const news = hear(...opened, ['block.connected', { height: 8, hash: 'ef' }], ['transaction.opened', { id: 'y' }]);
    expect(news.map((line) => (line.kind === 'payments' ? line.count : line.kind))).toEqual([1, 'block', 50]);
  });

  it('never grows beyond what there is room for, and passes over what concerns nobody else', () => {
    const blocks = Array.from({ length: 30 }, (_, i) => ['block.connected', { height: i, hash: `${i}` }] as const);
    const news = hear(...blocks, ['mining.progress', {}]);
    expect(news).toHaveLength(MAX_NEWS);
    expect(news[0]).toMatchObject({ height: 29 });
  });
});
