import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVerifier } from '#adapters/verifier/create-verifier';
import type { Block } from '#domain/block/block';
import { eventually } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';
import { startTcpNode, type TcpNode } from '#test/tcp/tcp-node';
import { TransferChain } from '#test/transfer-chain';

const HEIGHT = 2_000;
/** The newest blocks have as many transfers as their megabyte holds. */
const FULL_BLOCKS = 10;
const TRANSFERS_OF_A_FULL_BLOCK = 6_328;
const TRANSFERS_OF_THE_OTHERS = 8;
const BLOCKS_PER_CALL = 16;
const CATCH_UP_DEADLINE_MS = 300_000;

describe('a long chain', () => {
  let source: TcpNode;
  const chain = new TransferChain(5_000);
  const verifier = createVerifier();
  const network = new TestNetwork();

  beforeAll(async () => {
    source = await startTcpNode(chain.network, { seed: 1, verifier });
    for (let height = 1; height <= HEIGHT; height += BLOCKS_PER_CALL) {
      const blocks: Block[] = [];
      for (let at = height; at < height + BLOCKS_PER_CALL && at <= HEIGHT; at++) {
        blocks.push(chain.block(at > HEIGHT - FULL_BLOCKS ? TRANSFERS_OF_A_FULL_BLOCK : TRANSFERS_OF_THE_OTHERS));
      }
      await source.node.chain.acceptAll(blocks, 'normal');
    }
  }, 300_000);

  afterAll(async () => {
    await network.close();
    await source.node.stop();
    await verifier.close();
  });

  it('is caught up with completely by a peer that joins at height 2,000, full blocks and all', async () => {
    const tip = await source.node.chain.block(source.node.chain.tip.hash);
    expect(source.node.chain.tip.height).toBe(HEIGHT);
    expect(tip?.bytes.length).toBeGreaterThan(999_000);
    const folder = network.folderOf('late');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'network.json');
    writeFileSync(file, JSON.stringify(chain.network.parameters));
    const { host, port } = source.endpoint;
    const late = await network.peer('late', { CHEESE_NETWORK: file, CHEESE_PEERS: `${host}:${port}` });
    await eventually(async () => (await late.chain()).height === HEIGHT, CATCH_UP_DEADLINE_MS);
    expect((await late.chain()).tipHash).toBe(source.node.chain.tip.hash);
    const middle = await late.call<{ transactions: unknown[] }>('GET', `/v1/blocks/${HEIGHT / 2}`);
    expect(middle.body.transactions).toHaveLength(TRANSFERS_OF_THE_OTHERS);
  }, 400_000);
});
