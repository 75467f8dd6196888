import type { ChainWrite } from '#domain/chain/chain-store.port';
import { genesisWrite } from '#domain/chain/genesis-entry';
import type { Hash } from '#domain/primitives/hash';
import { simulatedChain } from '../peers/simulated-chain.ts';
import { SeededStream } from '../random/seeded-stream.ts';
import { type DiskRecord, SimulatedDisk } from './simulated-disk.ts';

const genesis: DiskRecord = { kind: 'chain', write: genesisWrite(simulatedChain()) };

function opened(id: number, durability: ChainWrite['durability']): DiskRecord {
  const transaction = { id: String(id).padStart(64, '0') as Hash, bytes: new Uint8Array(0), firstSeenMs: id };
  return { kind: 'mempool', write: { added: [transaction], removed: [], durability } };
}

async function idsOn(disk: SimulatedDisk): Promise<number[]> {
  return (await disk.mempool.load()).map(({ firstSeenMs }) => firstSeenMs);
}

describe('a disk that loses its power', () => {
  it('keeps everything up to the last sync, and of the rest the earlier part', async () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      const disk = new SimulatedDisk(new SeededStream(`disk ${seed}`));
      await disk.commit(genesis);
      for (let id = 0; id < 10; id++) await disk.commit(opened(id, id === 4 ? 'full' : 'normal'));
      const { lost } = await disk.crash();
      const ids = await idsOn(disk);
      expect(ids).toEqual(Array.from({ length: 10 - lost }, (_, id) => id));
      expect(ids.length).toBeGreaterThanOrEqual(5);
      expect(await disk.chain.tip()).toBe(simulatedChain().genesisHash);
      lengths.add(ids.length);
    }
    expect([...lengths].sort()).toEqual([10, 5, 6, 7, 8, 9]);
  });

  it('has the write that was under way wholly, or not at all', async () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 50; seed++) {
      const disk = new SimulatedDisk(new SeededStream(`torn ${seed}`));
      await disk.commit(genesis);
      disk.begin(opened(1, 'full'));
      const { torn } = await disk.crash();
      outcomes.add(`${(await idsOn(disk)).length}${torn ? ' torn' : ''}`);
    }
    expect([...outcomes].sort()).toEqual(['0', '0 torn', '1']);
  });

  it('changes nothing when it is full', async () => {
    const disk = new SimulatedDisk(new SeededStream('full'));
    await disk.commit(genesis);
    disk.isFull = true;
    await expect(disk.commit(opened(1, 'full'))).rejects.toThrow('full');
    disk.isFull = false;
    await disk.crash();
    expect(await idsOn(disk)).toEqual([]);
  });
});
