import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { passMs } from '#test/peers/pass-time';
import { type Script, ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import { SeededRandom } from '#test/seeded-random';
import { unsignedTransfer } from '#test/unsigned-transfer';
import type { Hash } from '../primitives/hash.ts';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { accepted, refused } from '../primitives/result.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { MAX_INVENTORY_IDS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import { Roster } from './roster.ts';
import { TransactionRelay } from './transaction-relay.ts';

const transfers = (count: number, from = 1): Transaction[] =>
  Array.from({ length: count }, (_, nonce) => unsignedTransfer({ from, to: 2, nonce }));

describe('the relay of open transactions', () => {
  let clock: ManualClock;
  let roster: Roster;
  let relay: TransactionRelay;
  let open: Map<Hash, Transaction>;
  let reports: string[];
  let submitted: number;
  /** Code with which everything is refused; undefined: taken. */
  let refusal: string | undefined;

  beforeEach(() => {
    clock = new ManualClock(1_000_000_000_000);
    roster = new Roster(testSigner(0).peerId, { maxInbound: 9, maxOutbound: 9 });
    [open, reports, submitted, refusal] = [new Map(), [], 0, undefined];
    const pool: OpenTransactions = {
      has: (id) => open.has(id),
      get: (id) => open.get(id),
      all: () => open.values(),
      relayable: () => open.values(),
      submit: async (bytes) => {
        submitted++;
        const decoded = decodeTransaction(bytes);
        if (!decoded.ok) return decoded;
        if (refusal !== undefined) return refused({ code: refusal });
        open.set(decoded.value.id, decoded.value);
        return accepted(decoded.value);
      },
    };
    const report = (_: Peer, code: string) => reports.push(code);
    relay = new TransactionRelay({ open: pool, roster, clock, random: new SeededRandom(1), log: SILENT_LOG, report });
  });

  type Told = Hash[][];

  /** A peer that has some transactions; `told` collects the inventories it gets. */
  const join = (seed: number, has: readonly Transaction[] = [], changes: Script = {}) => {
    const told: Told = [];
    const byId = new Map(has.map((transaction) => [transaction.id, transaction]));
    const script: Script = {
      BRTRANSACTION: ({ ids }) => {
        told.push([...ids]);
        return { command: 'BRTRANSACTIONACK', wanted: 0 };
      },
      GETDATA: ({ ids }) => ({ command: 'DATA', transactions: ids.flatMap((id) => byId.get(id)?.bytes ?? []) }),
      GETOPENTRANSACTIONS: () => ({ command: 'OPENTRANSACTIONS', ids: [...byId.keys()] }),
      ...changes,
    };
    const session = new ScriptedSession({ seed, clock, script });
    session.onClose = (reason) => roster.remove(session, reason);
    const peer = testPeer(session, clock);
    roster.add(peer);
    return { peer, session, told };
  };

  const opened = (list: readonly Transaction[]): void => {
    for (const transaction of list) {
      open.set(transaction.id, transaction);
      relay.opened(transaction);
    }
  };
  const idsOf = (list: readonly Transaction[]) => list.map(({ id }) => id);

  it('tells every peer of what opened, together and once', async () => {
    const [a, b] = [join(1), join(2)];
    const list = transfers(20);
    opened(list.slice(0, 12));
    opened(list.slice(12));
    await passMs(clock, 1_000);
    expect([a.told, b.told]).toEqual([[idsOf(list)], [idsOf(list)]]);
    opened(list);
    await passMs(clock, 1_000);
    expect(a.told).toHaveLength(1);
  });

  it('tells in batches that one message holds', async () => {
    const { told } = join(1);
    opened(transfers(MAX_INVENTORY_IDS + 1));
    await passMs(clock, 1_000);
    expect(told.map(({ length }) => length)).toEqual([MAX_INVENTORY_IDS, 1]);
  });

  it('tells nobody of what came from there, or is not open any more', async () => {
    const list = transfers(3);
    const { peer, told } = join(1, list);
    relay.inventory(peer, idsOf(list.slice(0, 1)));
    await passMs(clock, 1_000);
    opened(list);
    open.delete((list[2] as Transaction).id);
    await passMs(clock, 1_000);
    expect(told).toEqual([[(list[1] as Transaction).id]]);
  });

  it('fetches what it does not have, once, whoever tells of it', async () => {
    const list = transfers(1_500);
    const [a, b] = [join(1, list), join(2, list)];
    opened(list.slice(0, 10));
    expect(relay.inventory(a.peer, idsOf(list))).toBe(1_490);
    expect(relay.inventory(b.peer, idsOf(list))).toBe(0);
    await passMs(clock, 1_000);
    expect([open.size, submitted]).toEqual([1_500, 1_490]);
    expect([a.session.count('GETDATA'), b.session.count('GETDATA')]).toEqual([2, 0]);
    expect(a.peer.lastUsefulMs).toBeGreaterThan(0);
  });

  it('learns from a new peer everything that is open there', async () => {
    const list = transfers(5);
    await relay.learnFrom(join(1, list).peer);
    await passMs(clock, 1_000);
    expect([...open.keys()]).toEqual(idsOf(list));
  });

  it.each<[what: string, changes: Script]>([
    ['stalls', { GETDATA: () => 'silence' }],
    ['refuses', { GETDATA: () => ({ refusal: 'session-byte-budget' }) }],
    ['does not have it', { GETDATA: () => ({ command: 'DATA', transactions: [] }) }],
  ])('asks the next who told of a transaction when the first %s', async (_what, changes) => {
    const list = transfers(3);
    const [first, second] = [join(1, list, changes), join(2, list)];
    relay.inventory(first.peer, idsOf(list));
    relay.inventory(second.peer, idsOf(list));
    await passMs(clock, REQUEST_TIMEOUT_MS + 1_000);
    expect(open.size).toBe(3);
    expect(reports).toEqual([]);
    expect(second.session.count('GETDATA')).toBe(1);
  });

  it('asks again for what nobody gave, when somebody tells of it anew', async () => {
    const list = transfers(1);
    relay.inventory(join(1).peer, idsOf(list));
    await passMs(clock, 1_000);
    expect(relay.inventory(join(2, list).peer, idsOf(list))).toBe(1);
    await passMs(clock, 1_000);
    expect(open.size).toBe(1);
  });

  it('reports the code of whatever is refused: what costs a peer something is decided by its code', async () => {
    refusal = 'transaction-signature-invalid';
    const list = transfers(1);
    relay.inventory(join(1, list).peer, idsOf(list));
    await passMs(clock, 1_000);
    expect(reports).toEqual(['transaction-signature-invalid']);
  });

  it('fetches what was refused once, however many tell of it, until the chain moves', async () => {
    refusal = 'mempool-nonce-used';
    const list = transfers(1);
    for (const seed of [1, 2, 3]) {
      relay.inventory(join(seed, list).peer, idsOf(list));
      await passMs(clock, 1_000);
    }
    expect(submitted).toBe(1);
    relay.chainMoved();
    relay.inventory(join(4, list).peer, idsOf(list));
    await passMs(clock, 1_000);
    expect(submitted).toBe(2);
  });

  it('fetches again when the chain has moved what came before the block that funds it, a few times', async () => {
    const list = transfers(3);
    const { peer, session } = join(1, list);
    refusal = 'mempool-balance-insufficient';
    relay.inventory(peer, idsOf(list));
    await passMs(clock, 1_000);
    expect([open.size, submitted]).toEqual([0, 3]);
    refusal = undefined;
    relay.chainMoved();
    await passMs(clock, 1_000);
    expect([...open.keys()]).toEqual(idsOf(list));

    open.clear();
    refusal = 'mempool-balance-insufficient';
    relay.chainMoved();
    relay.inventory(peer, idsOf(list));
    for (let block = 0; block < 20; block++) {
      await passMs(clock, 1_000);
      relay.chainMoved();
    }
    expect(session.count('GETDATA')).toBeLessThan(10);
  });

  it('scores transactions that nobody asked for, and does not take them', async () => {
    const [wanted, other] = [transfers(1), transfers(1, 9)];
    const bytes = [...other, ...wanted].map((transaction) => transaction.bytes);
    const { peer } = join(1, [], { GETDATA: () => ({ command: 'DATA', transactions: bytes }) });
    relay.inventory(peer, idsOf(wanted));
    await passMs(clock, 1_000);
    expect(reports).toEqual(['transaction-not-asked']);
    expect([...open.keys()]).toEqual(idsOf(wanted));
  });

  it('scores bytes that are no transaction', async () => {
    const { peer } = join(1, [], { GETDATA: () => ({ command: 'DATA', transactions: [new Uint8Array(5)] }) });
    relay.inventory(peer, idsOf(transfers(1)));
    await passMs(clock, 1_000);
    expect(reports).toEqual(['encoding-length']);
  });

  it('does not listen to a flood of inventories: its answers to one stay bounded', async () => {
    const { peer, session } = join(1);
    const many = transfers(1_000);
    let wanted = 0;
    for (let i = 0; i < 200; i++) {
      const ids = idsOf(many).map((id) => `${i.toString(16).padStart(4, '0')}${id.slice(4)}` as Hash);
      wanted += relay.inventory(peer, ids);
    }
    expect(wanted).toBeLessThanOrEqual(12_000);
    await passMs(clock, 2_000);
    expect(session.count('GETDATA')).toBeLessThanOrEqual(12);
  });

  it('says and asks nothing more once it is stopped', async () => {
    const list = transfers(3);
    const { peer, session, told } = join(1, list);
    opened(transfers(2, 7));
    relay.stop();
    relay.inventory(peer, idsOf(list));
    await passMs(clock, 5_000);
    expect([told, session.asked]).toEqual([[], []]);
    expect(clock.timers).toBe(0);
  });
});
