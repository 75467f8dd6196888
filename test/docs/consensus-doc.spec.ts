import { readFileSync } from 'node:fs';
import { type Block, decodeBlock } from '#domain/block/block';
import { blockStructureRules, deliveryRules } from '#domain/block/block.errors';
import { checkDelivery } from '#domain/block/delivery-rules';
import { checkBodyStructure, checkHeaderStructure } from '#domain/block/structural-rules';
import { contextRules } from '#domain/chain/chain.errors';
import { chainContextOf } from '#domain/chain/chain-context';
import { nextRuledTarget, requiredBits } from '#domain/chain/difficulty';
import { encodeCompact, formatBits, targetOf } from '#domain/chain/target';
import { compactRules } from '#domain/chain/target.errors';
import { workOf } from '#domain/chain/work';
import { ledgerRules } from '#domain/ledger/ledger.errors';
import { mempoolRules } from '#domain/mempool/mempool.errors';
import { canonicalJson } from '#domain/network-params/canonical-json';
import { createNetwork } from '#domain/network-params/network';
import { networkFileRules } from '#domain/network-params/network-file.errors';
import type { NetworkParameters } from '#domain/network-params/network-parameters';
import { PRESETS, type PresetName } from '#domain/network-params/presets';
import { fromHex, toHex, utf8 } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import { encodingRules } from '#domain/primitives/encoding.errors';
import { encodeAddress } from '#domain/transaction/address';
import { checkSignatures } from '#domain/transaction/structural-rules';
import { transactionDigest } from '#domain/transaction/transaction';
import { transactionRules } from '#domain/transaction/transaction.errors';
import { signTransfer } from '#domain/wallet/sign-transfer';
import { WalletKey } from '#domain/wallet/wallet-key';
import { testVerifier } from '#test/test-verifier';

const page = readFileSync(new URL('../../docs/consensus.md', import.meta.url), 'utf8');
const devnet = createNetwork(PRESETS.devnet);
const [keyOne, keyTwo] = [1, 2].map((number) => new WalletKey(new Uint8Array(32).fill(number, 31))) as [
  WalletKey,
  WalletKey,
];

/** Rows of all tables of the page, as lists of cells without backticks. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

function row(first: string): readonly string[] {
  const found = rows.find(([cell]) => cell === first);
  if (found === undefined) throw new Error(`the page has no row ${first}`);
  return found.slice(1);
}

/** The hex in the code block that follows a line that begins like this. */
function hexAfter(beginning: string): string {
  const start = page.indexOf(`\n${beginning}`);
  const block = page.slice(start).match(/```text\n([0-9a-f\n]+)```/);
  if (start === -1 || block === null) throw new Error(`the page has no bytes after ${beginning}`);
  return (block[1] as string).replaceAll('\n', '');
}

/** The value of a line `- name: value`; the last one if there are several. */
function item(name: string): string {
  const found = [...page.matchAll(new RegExp(`^- ${name}: \`(.+)\`$`, 'gm'))].at(-1);
  if (found === undefined) throw new Error(`the page has no ${name}`);
  return found[1] as string;
}

describe('docs/consensus.md', () => {
  it('has the parameters of the presets', () => {
    const names: PresetName[] = ['mainnet', 'testnet', 'devnet'];
    const networks = names.map((name) => createNetwork(PRESETS[name]));
    const keys = Object.keys(PRESETS.mainnet).filter((key) => key !== 'name' && key !== 'allocations');
    for (const key of keys as (keyof NetworkParameters)[]) {
      const values = networks.map(({ parameters }) => {
        const value = parameters[key];
        return key.endsWith('Bits') ? formatBits(value as number) : String(value);
      });
      // The first row of this name lists what it may be, the second the presets.
      expect(rows.filter(([cell]) => cell === key).map((cells) => cells.slice(1))).toContainEqual(values);
    }
    expect(row('chainId')).toEqual(networks.map(({ chainId }) => String(chainId)));
    expect(row('MAX_SUPPLY')).toEqual(networks.map(({ maxSupply }) => String(maxSupply)));
    for (const { parameters, parametersHash, genesisHash } of networks) {
      expect(row(parameters.name)).toEqual([parametersHash, genesisHash]);
    }
  });

  it('names every parameter, and the canonical JSON of devnet', () => {
    for (const key of Object.keys(PRESETS.devnet)) expect(rows.map(([cell]) => cell)).toContain(key);
    expect(page).toContain(`\n${canonicalJson({ ...PRESETS.devnet, allocations: [] })}\n`);
  });

  it('has every code of the rules, and no other', () => {
    const books = [encodingRules, deliveryRules, blockStructureRules, transactionRules, contextRules, ledgerRules];
    const codes = [...books, compactRules, networkFileRules, mempoolRules].flatMap((book) => Object.keys(book));
    const families = 'encoding|block|header|reward|transaction|target|ledger|network-file|mempool';
    const named = [...page.matchAll(new RegExp(`\`((?:${families})-[a-z-]+)\``, 'g'))].map(([, code]) => code);
    // The file of the limits is no code.
    const found = new Set(named.filter((name) => name !== 'mempool-parameters'));
    expect([...found].sort()).toEqual([...codes].sort());
  });

  it('works its difficulty out as the rule does', () => {
    const { difficultyRule: rule } = createNetwork(PRESETS.mainnet);
    const ruledTarget = targetOf(0x1d100000);
    const parent = { height: 10, timestamp: 10_000, ruledTarget };
    for (const [t, seconds] of [
      ['1', 1],
      ['10', 10],
      ['60', 60],
      ['120', 120],
      ['2160 or more', 2_160],
    ] as const) {
      for (const time of seconds === 2_160 ? [seconds, 9_999] : [seconds]) {
        const next = nextRuledTarget(rule, parent, { timestamp: parent.timestamp - time });
        expect([t, row(t)[1]]).toEqual([t, formatBits(encodeCompact(next))]);
      }
      expect(row(t)[0]).toBe(`${2_160 - 60 + seconds} ÷ 2160`);
    }
    for (const gap of [2_159, 2_160, 4_320, 10_800, 64_800]) {
      const bits = formatBits(requiredBits(rule, ruledTarget, 10_000, 10_000 + gap));
      expect(row(String(gap))[0]).toBe(String(Math.floor(gap / 2_160)));
      expect(row(String(gap))[1]?.startsWith(bits)).toBe(true);
    }
    expect(page).toContain(
      `work of \`1d100000\` is ${workOf(ruledTarget)}; of \`207fffff\`, ${workOf(targetOf(0x207fffff))}`,
    );
  });
});

describe('the examples of docs/consensus.md', () => {
  const bytes = hexAfter('A transaction, 168 bytes');
  const made = signTransfer(keyOne, devnet, {
    recipient: keyTwo.account,
    nonce: 3,
    amount: crumbs(150_000_000),
    fee: crumbs(2_000),
    memo: utf8('for the cheese'),
  });

  it('have the keys, accounts and addresses that belong together', () => {
    const keys = [keyOne, keyTwo];
    expect(row('public key')).toEqual(keys.map(({ publicKey }) => toHex(publicKey)));
    expect(rows).toContainEqual(['account', ...keys.map(({ account }) => account)]);
    expect(row('devnet address')).toEqual(keys.map(({ account }) => encodeAddress('dcheese', account)));
  });

  it('have devnet’s genesis block', () => {
    expect(hexAfter("Devnet's genesis block")).toBe(toHex(devnet.genesis.bytes));
  });

  it('have a transaction whose bytes, digest, id and signature are right', async () => {
    expect(toHex(made.bytes)).toBe(bytes);
    expect(made.bytes.length).toBe(168);
    expect(item('id')).toBe(made.id);
    expect(item('digest')).toBe(toHex(transactionDigest(devnet.genesisHash, made.bodyBytes)));
    expect(await checkSignatures([made], devnet.genesisHash, testVerifier)).toBeUndefined();
  });

  it('have a block that breaks no rule of delivery and structure', () => {
    const block = decoded(hexAfter('A block at height 1'));
    const context = chainContextOf(devnet);
    expect(block.bytes.length).toBe(328);
    expect(block.transactions.map(({ id }) => id)).toEqual([made.id]);
    expect(checkHeaderStructure(block.header, context)).toBeUndefined();
    expect(checkDelivery(block, context.maxBlockBytes)).toBeUndefined();
    expect(checkBodyStructure(block, context)).toBeUndefined();
    expect(block.header.previousHash).toBe(devnet.genesisHash);
    expect([item('reward id'), item('merkle root'), item('hash')]).toEqual([
      block.reward.id,
      block.header.merkleRoot,
      block.hash,
    ]);
  });
});

function decoded(hex: string): Block {
  const result = decodeBlock(fromHex(hex));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}
