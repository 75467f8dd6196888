import fc from 'fast-check';
import { decodeBlock } from '../block/block.ts';
import { toHex } from '../primitives/bytes.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { hashFromBytes, sha256d, ZERO_HASH } from '../primitives/hash.ts';
import { type AccountId, ZERO_ACCOUNT } from '../transaction/account.ts';
import { encodeAddress } from '../transaction/address.ts';
import { createNetwork } from './network.ts';
import type { NetworkParameters } from './network-parameters.ts';
import { PRESETS } from './presets.ts';

const { mainnet, devnet } = PRESETS;
const alice = '11'.repeat(20) as AccountId;
const bob = '22'.repeat(20) as AccountId;

describe('a preset network', () => {
  it('has the genesis that an independent program computed from the specification', () => {
    const known = {
      mainnet: ['d375252979be0294beb27063b8f0d992a4e6aac1286864e22d654f9d49b97537', 1236890935],
      testnet: ['da8d430375107501569a41bff1b87921de4305b1890706cb3596c5dfc86385aa', 3361965482],
      devnet: ['fe18bfa36d6ae367b0691d801572ddbab8d2707320f63418b0485e2ce6d522df', 3872727775],
    };
    for (const [name, [genesisHash, chainId]] of Object.entries(known)) {
      const network = createNetwork(PRESETS[name as keyof typeof known]);
      expect([network.parameters.name, network.genesisHash, network.chainId]).toEqual([name, genesisHash, chainId]);
    }
  });

  it('has targets, work and supply as numbers, ready for the rules', () => {
    const network = createNetwork(mainnet);
    expect(network.startingTarget).toBe(0x10n << 224n);
    expect(network.easiestTarget).toBe(0x01n << 240n);
    expect(network.minimumChainWork).toBe(0n);
    expect(createNetwork({ ...mainnet, minimumChainWork: '100010001' }).minimumChainWork).toBe(0x1_0001_0001n);
    expect(network.maxSupply).toBe(2_099_994_997_690_000);
    expect(network.allocations).toEqual([]);
    expect(network.difficultyRule).toEqual({
      retarget: true,
      targetSpacingSeconds: 60,
      startingTarget: network.startingTarget,
      easiestTarget: network.easiestTarget,
    });
  });
});

describe('a genesis block', () => {
  const { genesis, genesisHash, parametersHash } = createNetwork(devnet);

  it('has no parent, no transactions, and a reward of nothing to nobody that holds the parameters’ hash', () => {
    const { header, reward, transactions } = genesis;
    expect(header.bytes.length).toBe(80);
    expect([header.version, header.previousHash, header.nonce]).toEqual([0x20000000, ZERO_HASH, 0]);
    expect([header.timestamp, header.bits]).toEqual([devnet.genesisTimeSeconds, devnet.startingBits]);
    expect([reward.height, reward.recipient, reward.amount]).toEqual([0, ZERO_ACCOUNT, 0]);
    expect(toHex(reward.extra)).toBe(parametersHash);
    expect(transactions).toEqual([]);
    expect(header.merkleRoot).toBe(reward.id);
    expect(hashFromBytes(sha256d(header.bytes))).toBe(genesisHash);
  });

  it('has canonical bytes', () => {
    const decoded = decodeBlock(genesis.bytes);
    expect(decoded.ok && decoded.value.hash).toBe(genesisHash);
  });

  it('differs with every single parameter', () => {
    const changes: Partial<NetworkParameters>[] = [
      { name: 'other' },
      { addressPrefix: 'other' },
      { coinType: 2 },
      { targetSpacingSeconds: 2 },
      { retarget: true },
      { startingBits: 0x1f010000 },
      { startingBits: 0x1f010000, easiestBits: 0x1f010000 },
      { initialSubsidy: crumbs(1) },
      { halvingIntervalBlocks: 1 },
      { rewardMaturityBlocks: 1 },
      { maxBlockBytes: 999_999 },
      { minTimestampStepSeconds: 1 },
      { maxFutureDriftSeconds: 1 },
      { genesisTimeSeconds: 1 },
      { minimumChainWork: '1' },
      { allocations: [{ address: encodeAddress('dcheese', alice), amount: crumbs(1) }] },
      { allocations: [{ address: encodeAddress('dcheese', alice), amount: crumbs(2) }] },
    ];
    const hashes = changes.map((change) => createNetwork({ ...devnet, ...change }).genesisHash);
    expect(new Set([genesisHash, ...hashes]).size).toBe(changes.length + 1);
  });

  it('is the same whatever the order of the keys and of the allocations', () => {
    const allocations = [alice, bob].map((account, index) => ({
      address: encodeAddress('dcheese', account),
      amount: crumbs(index + 1),
    }));
    const given = { ...devnet, allocations };
    const expected = createNetwork(given).genesisHash;
    const shuffled = fc.shuffledSubarray(Object.entries(given), { minLength: Object.keys(given).length });
    fc.assert(
      fc.property(shuffled, fc.boolean(), (entries, swap) => {
        const other = Object.fromEntries(entries) as unknown as NetworkParameters;
        const list = swap ? [...allocations].reverse() : allocations;
        return createNetwork({ ...other, allocations: list }).genesisHash === expected;
      }),
      { numRuns: 20 },
    );
  });
});

describe('a network with allocations', () => {
  it('counts them into the supply and names their accounts', () => {
    const allocations = [{ address: encodeAddress('dcheese', bob), amount: crumbs(70) }];
    const network = createNetwork({ ...devnet, allocations });
    expect(network.allocations).toEqual([{ account: bob, amount: 70 }]);
    expect(network.maxSupply).toBe(createNetwork(devnet).maxSupply + 70);
  });
});

describe('broken parameters in our own code', () => {
  it('throw', () => {
    expect(() => createNetwork({ ...devnet, startingBits: 0 })).toThrow('network-file-bits startingBits');
  });
});
