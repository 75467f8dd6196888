import { merkleRoot } from '#domain/block/merkle-root';
import { type Hash, hashFromBytes, hashToBytes, sha256d } from '#domain/primitives/hash';
import { startFundedPeer, type TransactionBody } from '#test/http/payment-fixture';
import { handOverRivalChain } from '#test/http/rival-chain';
import type { TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';

interface BlockBody {
  readonly hash: string;
  readonly height: number;
  readonly merkleRoot: string;
  readonly reward: { readonly id: Hash };
  readonly transactions: readonly { readonly id: Hash }[];
}

interface Tree {
  readonly tipHash: string;
  readonly blocks: readonly {
    readonly hash: string;
    readonly previousHash: string;
    readonly height: number;
    readonly totalWork: string;
    readonly status: string;
    readonly isOnBestChain: boolean;
  }[];
}

/** As the API's document describes it, with nothing of ours but the hash function. */
function rootAsDocumented(id: Hash, index: number, branch: readonly Hash[]): string {
  let [hash, at] = [id, index];
  for (const other of branch) {
    const pair = at % 2 === 0 ? [hash, other] : [other, hash];
    hash = hashFromBytes(sha256d(Buffer.concat(pair.map(hashToBytes))));
    at = Math.floor(at / 2);
  }
  return hash;
}

describe('proofs and branches', () => {
  let peer: TestPeer;
  let ids: Hash[];
  beforeEach(async () => {
    peer = await startFundedPeer(2);
    ids = [];
    for (let amount = 1; amount <= 4; amount++) {
      const body = { recipient: testAddress(9), amount };
      ids.push((await peer.api.ok<TransactionBody>('POST', '/v1/wallet/transactions', { body }, 201)).id as Hash);
    }
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
  });
  afterEach(() => peer.close());

  it('a block tells what its merkle root is made of', async () => {
    const block = await peer.api.ok<BlockBody>('GET', '/v1/blocks/tip');
    const leaves = [block.reward.id, ...block.transactions.map(({ id }) => id)].map(hashToBytes);
    expect(leaves).toHaveLength(5);
    expect(hashFromBytes(merkleRoot(leaves))).toBe(block.merkleRoot);
  });

  it('a proof leads from each transaction to the root of its block', async () => {
    const block = await peer.api.ok<BlockBody>('GET', '/v1/blocks/tip');
    for (const id of ids) {
      const proof = await peer.api.ok<{ index: number; branch: Hash[] }>('GET', `/v1/transactions/${id}/proof`);
      const { hash: blockHash, height } = block;
      expect(proof).toMatchObject({ id, blockHash, height, merkleRoot: block.merkleRoot });
      expect(block.transactions[proof.index - 1]?.id).toBe(id);
      expect(rootAsDocumented(id, proof.index, proof.branch)).toBe(block.merkleRoot);
      expect(rootAsDocumented(block.reward.id, proof.index, proof.branch)).not.toBe(block.merkleRoot);
    }
  });

  it('there is no proof of an open transaction, nor of one that nobody knows', async () => {
    const body = { recipient: testAddress(9), amount: 7 };
    const open = await peer.api.ok<TransactionBody>('POST', '/v1/wallet/transactions', { body }, 201);
    expect(await peer.api.refusal('GET', `/v1/transactions/${open.id}/proof`)).toBe('409 transaction-not-confirmed');
    const unknown = `/v1/transactions/${'0'.repeat(64)}/proof`;
    expect(await peer.api.refusal('GET', unknown)).toBe('404 transaction-not-found');
    expect(await peer.api.refusal('GET', '/v1/transactions/1/proof')).toBe('400 request-invalid');
  });

  it('the tree has both branches, and says which one is the best', async () => {
    const before = await peer.api.ok<Tree>('GET', '/v1/branches');
    expect(before.blocks.map(({ height }) => height)).toEqual([3, 2, 1, 0]);
    expect(before.tipHash).toBe(before.blocks[0]?.hash);
    await handOverRivalChain(peer, 4);
    const { tipHash, blocks } = await peer.api.ok<Tree>('GET', '/v1/branches?depth=3');
    expect(blocks.map(({ height }) => height)).toEqual([4, 3, 3, 2, 2]);
    const best = blocks.filter(({ isOnBestChain }) => isOnBestChain);
    expect(best.map(({ hash }) => hash)[0]).toBe(tipHash);
    expect(best).toHaveLength(3);
    for (const [at, { previousHash }] of best.slice(0, -1).entries()) expect(previousHash).toBe(best[at + 1]?.hash);
    const lost = blocks.filter(({ isOnBestChain }) => !isOnBestChain).map(({ hash }) => hash);
    expect(lost).toEqual(before.blocks.slice(0, 2).map(({ hash }) => hash));
    expect(new Set(blocks.map(({ status }) => status))).toEqual(new Set(['connected']));
    expect(blocks[0]?.totalWork).toBe('10');
  });

  it.each(['0', '101', '-1', 'x', '1.5', ''])('a depth of %j is refused', async (depth) => {
    expect(await peer.api.refusal('GET', `/v1/branches?depth=${depth}`)).toBe('400 request-invalid');
  });
});
