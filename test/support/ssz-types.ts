import {
  ByteListType,
  ByteVectorType,
  ContainerType,
  ListCompositeType,
  UintBigintType,
  UintNumberType,
} from '@chainsafe/ssz';

const uint8 = new UintNumberType(1);
const uint32 = new UintNumberType(4);
/** As a bigint: the library's number type rounds from 2^53 on. */
const uint64 = new UintBigintType(8);

/** The formats of docs/consensus.md as the reference library understands them, to hold our own code to. */
export const sszTransactionBody = new ContainerType({
  version: uint8,
  chainId: uint32,
  sender: new ByteVectorType(33),
  nonce: uint64,
  recipient: new ByteVectorType(20),
  amount: uint64,
  fee: uint64,
  memo: new ByteListType(256),
});

export const sszTransaction = new ContainerType({ body: sszTransactionBody, signature: new ByteVectorType(64) });

export const sszReward = new ContainerType({
  height: uint32,
  recipient: new ByteVectorType(20),
  amount: uint64,
  extra: new ByteListType(96),
});

export const sszHeader = new ContainerType({
  version: uint32,
  previousHash: new ByteVectorType(32),
  merkleRoot: new ByteVectorType(32),
  timestamp: uint32,
  bits: uint32,
  nonce: uint32,
});

export const sszBlock = new ContainerType({
  header: sszHeader,
  reward: sszReward,
  transactions: new ListCompositeType(sszTransaction, 65_536),
});
