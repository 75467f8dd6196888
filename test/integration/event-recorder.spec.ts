import type { EventJournal, JournalBatch, NumberedEntry } from '#adapters/events/event-journal.port';
import { EventRecorder } from '#adapters/events/event-recorder';
import { EventSource } from '#adapters/events/event-source';
import { EventStream } from '#adapters/events/event-stream';
import { MemoryEventJournal } from '#adapters/memory/memory-event-journal';
import { MemoryHub } from '#adapters/memory/memory-hub';
import { SystemClock } from '#adapters/system/system-clock';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { type MemoryNode, startMemoryNode } from '#test/memory-node';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { until } from '#test/until';

const network = testNetwork({ allocations: testAllocations(6, 1_000_000) });
const clock = new SystemClock();

const record = ({ node }: MemoryNode, journal: EventJournal) =>
  EventRecorder.open({ node, journal, clock, log: SILENT_LOG });

async function pay({ node }: MemoryNode, from: number, nonce: number, fee = 400): Promise<string> {
  const transfer = testTransfer(network, { from, to: 5, nonce, amount: 1, fee });
  const submitted = await node.transactions.submit(transfer.bytes, 'own');
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  return transfer.id;
}

/** "connected 3", "opened ab…" in their order. */
function told(entries: readonly NumberedEntry[]): string[] {
  return entries.map(({ kind, facts }) => {
    const { height, id } = JSON.parse(facts);
    return `${kind.split('.')[1]}${height === undefined ? '' : ` ${height}`}${id === undefined ? '' : ` ${id.slice(0, 4)}`}`;
  });
}

describe('the recorder of events', () => {
  let memory: MemoryNode;
  let journal: MemoryEventJournal;
  beforeEach(async () => {
    memory = await startMemoryNode(new MemoryHub(), network, 1);
    journal = new MemoryEventJournal();
  });
  afterEach(() => memory.node.stop());

  it('tells nothing of what was before its first start but what is open', async () => {
    await memory.mine(3);
    await pay(memory, 1, 0);
    await record(memory, journal);
    expect(told(await journal.read(0, 99))).toEqual(['opened']);
    expect((await journal.state()).tip).toMatchObject({ height: 3 });
  });

  it('makes up for what happened while it was away, and tells nothing twice', async () => {
    const first = await record(memory, journal);
    await memory.mine(1);
    const gone = await pay(memory, 1, 0);
    const staying = await pay(memory, 2, 0);
    await first.close();
    const { latest } = journal.bounds();
    // Away: one transaction is replaced, one confirmed, one new; three blocks.
    await pay(memory, 1, 0, 4_000);
    await memory.mine(3);
    await pay(memory, 3, 0);
    const second = await record(memory, journal);
    const made = await journal.read(latest, 99);
    expect(told(made)).toEqual(['connected 2', 'connected 3', 'connected 4', `dropped ${gone.slice(0, 4)}`, 'opened']);
    expect(made[0]?.numbers).toBe(3);
    await second.close();
    const third = await record(memory, journal);
    expect(journal.bounds().latest).toBe((made.at(-1)?.number ?? 0) + 0);
    await pay(memory, 2, 1);
    await third.idle();
    expect(told(await journal.read(made.at(-1)?.number ?? 0, 9))).toEqual(['opened']);
    expect(staying).toEqual(expect.any(String));
    await third.close();
  });

  it('makes up for a reorganisation that it missed', async () => {
    const rival = await startMemoryNode(new MemoryHub(), network, 2);
    await rival.mine(4);
    const first = await record(memory, journal);
    await memory.mine(2);
    await first.close();
    const { latest } = journal.bounds();
    for (let height = 1; height <= 4; height++) {
      const found = await rival.node.queries.blockAt(height);
      if (found !== undefined) await memory.node.chain.accept(found.block);
    }
    const second = await record(memory, journal);
    expect(told(await journal.read(latest, 99))).toEqual([
      'disconnected 2',
      'disconnected 1',
      'connected 1',
      'connected 2',
      'connected 3',
      'connected 4',
    ]);
    await second.close();
    await rival.node.stop();
  });

  it('waits for the disk only while somebody listens', async () => {
    const durabilities: string[] = [];
    let syncs = 0;
    class WatchedJournal extends MemoryEventJournal {
      override append(batch: JournalBatch): Promise<void> {
        durabilities.push(batch.durability);
        return super.append(batch);
      }
      override async sync(): Promise<void> {
        syncs++;
      }
    }
    const recorder = await record(memory, new WatchedJournal());
    durabilities.length = 0;
    await memory.mine(1);
    await recorder.idle();
    const leave = await recorder.listen(() => undefined);
    expect(syncs).toBe(1);
    await memory.mine(1);
    await recorder.idle();
    leave();
    await memory.mine(1);
    await recorder.idle();
    expect(durabilities).toEqual(['normal', 'full', 'normal']);
  });

  it('stops telling when the disk refuses an event, and says so: a gap would be a lie', async () => {
    class FullDisk extends MemoryEventJournal {
      full = false;
      override append(batch: JournalBatch): Promise<void> {
        return this.full ? Promise.reject(new Error('disk full')) : super.append(batch);
      }
    }
    const disk = new FullDisk();
    const recorder = await record(memory, disk);
    const stream = new EventStream(new EventSource(memory.node, recorder), 0);
    stream.resume();
    await stream.start();
    disk.full = true;
    await memory.mine(1);
    await until(() => stream.readableEnded);
    expect(recorder.healthy).toBe(false);
    disk.full = false;
    await memory.mine(1);
    expect(disk.bounds().latest).toBe(0);
    const next = await record(memory, disk);
    expect(told(await disk.read(0, 9))).toEqual(['connected 1', 'connected 2']);
    await next.close();
  });
});

describe('a stream of events', () => {
  let memory: MemoryNode;
  let source: EventSource;
  beforeEach(async () => {
    memory = await startMemoryNode(new MemoryHub(), network, 1);
    source = new EventSource(memory.node, await record(memory, new MemoryEventJournal(5)));
  });
  afterEach(() => memory.node.stop());

  it('gives a sign of life while nothing happens', async () => {
    const stream = new EventStream(source, 0, { heartbeatIntervalMs: 5, stallTimeoutMs: 60_000 });
    let text = '';
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    await stream.start();
    await until(() => text.endsWith(':\n\n:\n\n:\n\n'));
    stream.destroy();
  });

  it('is cut off when its listener takes nothing for a while, and holds little until then', async () => {
    const stream = new EventStream(source, 0, { heartbeatIntervalMs: 5, stallTimeoutMs: 50 });
    await stream.start();
    // Nobody reads: more than fits is sent until it is full.
    stream.push('x'.repeat(100_000));
    await memory.mine(3);
    await until(() => stream.destroyed);
    expect(stream.readableLength).toBeLessThan(200_000);
  });

  it('ends when its listener is passed by what is kept', async () => {
    const stream = new EventStream(source, 0, { heartbeatIntervalMs: 60_000, stallTimeoutMs: 60_000 });
    await memory.mine(10);
    await source.recorder.idle();
    stream.resume();
    await stream.start();
    await until(() => stream.readableEnded);
  });
});
