import { ApiProperty } from '@nestjs/swagger';
import type { TransactionProof } from '#domain/node/node-queries';
import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import { EXAMPLES } from '../views/examples.ts';
import { ApiHash, ApiUint32 } from '../views/properties.ts';

export const PROOF_DESCRIPTION = `Shows that a block has a transaction to whoever has the block's header. All hashes are in display order: reverse the bytes
of each before hashing. Begin with the \`id\`. For each hash of \`branch\`, from the first on, join two hashes to 64 bytes, hash
them with SHA-256 twice, and go on with the outcome: where the lowest bit of \`index\` is 0, the hash so far stands before that of the
branch, else behind it; then halve \`index\`, rounding down. The last outcome is the \`merkleRoot\` of the header.`;

/** That a block has a transaction. */
export class TransactionProofView {
  @ApiHash('Of the transaction', EXAMPLES.id)
  readonly id!: string;
  @ApiHash('The block')
  readonly blockHash!: string;
  @ApiUint32('Of the block', 42)
  readonly height!: number;
  @ApiHash("Of the block's header", EXAMPLES.otherHash)
  readonly merkleRoot!: string;
  @ApiUint32('Place among the leaves of the tree: the reward is 0, the first transaction 1')
  readonly index!: number;
  @ApiProperty({
    type: [String],
    maxItems: 17,
    description: 'Hashes beside the way to the root, from the bottom up, in display order',
    example: [EXAMPLES.otherHash],
  })
  readonly branch!: string[];
}

export function transactionProofView(id: Hash, { entry, index, branch }: TransactionProof): TransactionProofView {
  const { hash, height, header } = entry;
  return { id, blockHash: hash, height, merkleRoot: header.merkleRoot, index, branch: branch.map(hashFromBytes) };
}
