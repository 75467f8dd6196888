import { buildChain } from '#test/build-block';
import { ManualClock } from '#test/manual-clock';
import { testNetwork } from '#test/network';
import { passTime } from '#test/peers/pass-time';
import { type ScriptedAnswer, ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import type { Block } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { CancellationSource } from '../primitives/cancellation.ts';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { downloadBlocks } from './block-download.ts';
import { MAX_BLOCKS_PER_REQUEST } from './limits.ts';
import type { RequestOf } from './messages.ts';
import type { Peer } from './peer.ts';

const COUNT = 200;
const { blocks } = buildChain(testNetwork(), COUNT);
const byHash = new Map(blocks.map((block) => [block.hash, block]));
const entries = blocks.map(({ hash, header }, index) => ({ hash, header, height: index + 1 }) as HeaderEntry);

type Give = (request: RequestOf<'GETCHAIN'>) => ScriptedAnswer<'GETCHAIN'> | Promise<ScriptedAnswer<'GETCHAIN'>>;

const given = (found: readonly (Block | undefined)[]): ScriptedAnswer<'GETCHAIN'> => ({
  command: 'GETCHAINACK',
  blocks: found.flatMap((block) => block?.bytes ?? []),
});
const honest: Give = ({ hashes }) => given(hashes.map((hash) => byHash.get(hash)));

describe('a download of blocks', () => {
  let clock: ManualClock;
  let peers: (Peer & { readonly session: ScriptedSession })[];
  let failed: string[];
  let taken: Block[];
  /** Lets blocks be taken; set to hold them back. */
  let gate: Promise<void>;
  let cancellation: CancellationSource;

  beforeEach(() => {
    clock = new ManualClock(1_000_000_000_000);
    [peers, failed, taken, gate] = [[], [], [], Promise.resolve()];
    cancellation = new CancellationSource();
  });

  const join = (give: Give): Peer & { readonly session: ScriptedSession } => {
    const peer = testPeer(new ScriptedSession({ seed: peers.length + 1, clock, script: { GETCHAIN: give } }), clock);
    peers.push(peer);
    return peer;
  };

  const download = async (takes: () => boolean = () => true): Promise<{ complete: boolean; tookMs: number }> => {
    let complete: boolean | undefined;
    const done = downloadBlocks(entries, {
      clock,
      log: SILENT_LOG,
      cancellation,
      sources: () => peers.filter(({ session }) => !session.closed),
      failed: (peer, code) => failed.push(`${peers.indexOf(peer as (typeof peers)[0])} ${code}`),
      take: async ({ items: some }) => {
        await gate;
        taken.push(...some);
        return takes();
      },
    }).then((result) => {
      complete = result;
    });
    const tookMs = await passTime(clock, () => complete !== undefined);
    await done;
    return { complete: complete === true, tookMs };
  };

  const inOrder = (): void => expect(taken.map(({ hash }) => hash)).toEqual(blocks.map(({ hash }) => hash));
  const most = () => Math.max(...peers.map(({ session }) => session.count('GETCHAIN')));

  it('gives up what is under way when it is cancelled, at once and without blame', async () => {
    const { session } = join(() => 'silence');
    const done = download();
    await clock.breathe();
    expect(session.count('GETCHAIN')).toBe(1);
    cancellation.abort();
    const { complete, tookMs } = await done;
    expect([complete, tookMs, failed]).toEqual([false, 0, []]);
  });

  it('gives all blocks in order, from one peer', async () => {
    join(honest);
    expect((await download()).complete).toBe(true);
    inOrder();
    expect(failed).toEqual([]);
    expect(most()).toBeLessThan(COUNT / MAX_BLOCKS_PER_REQUEST + 4);
  });

  it('gives all blocks in order from several peers, each of which gives a part', async () => {
    for (const waitMs of [700, 300, 900]) {
      join((request) => new Promise((resolve) => clock.setTimer(waitMs, () => resolve(honest(request)))));
    }
    expect((await download()).complete).toBe(true);
    inOrder();
    expect(peers.every(({ session }) => session.count('GETCHAIN') > 1)).toBe(true);
  });

  it('asks on when an answer holds only some of what was asked', async () => {
    join(({ hashes }) => honest({ hashes: hashes.slice(0, 3) }));
    expect((await download()).complete).toBe(true);
    inOrder();
  });

  it('asks others within seconds for what everybody waits for, when a peer stalls', async () => {
    join(() => 'silence');
    join(honest);
    const { complete, tookMs } = await download();
    expect(complete).toBe(true);
    inOrder();
    expect(tookMs).toBeLessThanOrEqual(6_000);
  });

  it('does not end before a stalling peer is found out, and leaves it out then', async () => {
    join(() => 'silence');
    expect((await download()).complete).toBe(false);
    expect(failed).toEqual(['0 sync-stalled']);
  });

  it.each<[what: string, code: string, give: Give]>([
    ['other blocks', 'sync-not-what-was-asked', () => given([blocks.at(-1)])],
    [
      'too many blocks',
      'sync-not-what-was-asked',
      ({ hashes }) => given([...hashes.map((hash) => byHash.get(hash)), blocks[0]]),
    ],
    ['bytes that are no block', 'encoding-length', () => ({ command: 'GETCHAINACK', blocks: [new Uint8Array(7)] })],
    ['nothing', 'sync-blocks-not-there', () => given([])],
    ['a refusal', 'sync-no-answer', () => ({ refusal: 'session-byte-budget' })],
  ])('goes on with others when a peer sends %s', async (_what, code, give) => {
    join(give);
    join(honest);
    expect((await download()).complete).toBe(true);
    inOrder();
    expect(failed).toEqual([`0 ${code}`]);
    expect(peers[0]?.session.count('GETCHAIN')).toBe(1);
  });

  it('goes on with others when a peer leaves in the middle', async () => {
    let answers = 0;
    const leaving = join((request) => {
      if (++answers === 3) leaving.session.disconnect('gone');
      return honest(request);
    });
    join((request) => new Promise((resolve) => clock.setTimer(500, () => resolve(honest(request)))));
    expect((await download()).complete).toBe(true);
    inOrder();
    expect(failed).toEqual(['0 sync-no-answer']);
  });

  it('ends when nobody has the blocks, and when there is nobody', async () => {
    join(() => given([]));
    join(() => given([]));
    expect((await download()).complete).toBe(false);
    peers = [];
    expect((await download()).complete).toBe(false);
    expect(taken).toEqual([]);
  });

  it('ends when what came is not taken', async () => {
    join(honest);
    let calls = 0;
    expect((await download(() => ++calls < 2)).complete).toBe(false);
    expect(taken.length).toBeLessThan(COUNT);
  });

  it('fails when taking fails, and leaves nothing behind', async () => {
    join(honest);
    const broken = downloadBlocks(entries, {
      clock,
      log: SILENT_LOG,
      cancellation,
      sources: () => peers,
      failed: () => undefined,
      take: () => Promise.reject(new Error('disk full')),
    });
    await expect(broken).rejects.toThrow('disk full');
  });

  it('fetches no more than a window ahead of what is taken', async () => {
    const long = Array.from({ length: 10 }, () => entries).flat();
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    let asked = 0;
    join((request) => {
      asked += request.hashes.length;
      return honest(request);
    });
    let isDone = false;
    const done = downloadBlocks(long, {
      clock,
      log: SILENT_LOG,
      cancellation,
      sources: () => peers,
      failed: () => undefined,
      take: async () => {
        await gate;
        return true;
      },
    }).then(() => {
      isDone = true;
    });
    let before = -1;
    await passTime(clock, () => {
      const isQuiet = asked === before;
      before = asked;
      return isQuiet && asked > 500;
    });
    expect(asked).toBeLessThan(512 + 3 * MAX_BLOCKS_PER_REQUEST);
    open();
    await passTime(clock, () => isDone);
    await done;
    expect(asked).toBe(long.length);
  });
});
