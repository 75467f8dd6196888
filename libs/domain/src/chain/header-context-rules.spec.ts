import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testNetwork } from '#test/network';
import { blockStructureRules, deliveryRules } from '../block/block.errors.ts';
import type { HeaderFields } from '../block/header.ts';
import { ledgerRules } from '../ledger/ledger.errors.ts';
import { encodingRules } from '../primitives/encoding.errors.ts';
import { transactionRules } from '../transaction/transaction.errors.ts';
import { type BlockRefusal, contextRules, judgementOf } from './chain.errors.ts';
import { checkHeaderContext, entryOf, ruledTargetAfter } from './header-context-rules.ts';
import { formatBits, targetOf } from './target.ts';
import { workOf } from './work.ts';

const network = testNetwork({
  retarget: true,
  targetSpacingSeconds: 10,
  minTimestampStepSeconds: 3,
  startingBits: 0x2010ffff,
  maxFutureDriftSeconds: 100,
});
const context = { difficulty: network.difficultyRule, ...network.parameters };
const { place } = buildChain(network, 3);
const parentTime = place.parent.header.timestamp;
const LATE = parentTime + 1_000_000;

function check(timestamp: number, now: number, header: Partial<HeaderFields> = {}) {
  const block = buildBlock(network, place, { timestamp, header, mined: false });
  return checkHeaderContext(block.header, place, context, now);
}

describe('a header in its place', () => {
  it('is at least the network’s step later than its parent', () => {
    const earliest = parentTime + 3;
    expect(check(earliest, LATE)).toBeUndefined();
    const refusal = { code: 'header-time-too-early', timestamp: earliest - 1, earliest };
    expect(check(earliest - 1, LATE)).toEqual(refusal);
    expect(check(0, LATE)).toMatchObject({ code: 'header-time-too-early', timestamp: 0 });
  });

  it('is not further ahead of the clock than the drift', () => {
    const now = parentTime + 50;
    expect(check(now + 100, now)).toBeUndefined();
    const refusal = { code: 'header-time-too-far-ahead', timestamp: now + 101, latest: now + 100 };
    expect(check(now + 101, now)).toEqual(refusal);
  });

  it('has exactly the bits of the difficulty rule: neither easier nor harder', () => {
    const right = buildBlock(network, place, { mined: false }).header.bits;
    for (const bits of [right - 1, right + 1, 0x207fffff]) {
      expect(check(parentTime + 10, LATE, { bits })).toEqual({
        code: 'header-bits-wrong',
        bits: formatBits(bits),
        expected: formatBits(right),
      });
    }
  });

  it('has the eased bits of its own time, and those of no other time', () => {
    const prompt = buildBlock(network, place, { mined: false }).header.bits;
    const eased = buildBlock(network, place, { timestamp: parentTime + 720, mined: false }).header.bits;
    expect(targetOf(eased)).toBe(4n * targetOf(prompt));
    expect(check(parentTime + 720, LATE, { bits: prompt })?.code).toBe('header-bits-wrong');
    expect(check(parentTime + 10, LATE, { bits: eased })?.code).toBe('header-bits-wrong');
  });

  it('does not stand on a refused one', () => {
    const invalid = { ...place, parent: { ...place.parent, status: 'invalid' as const, invalidCode: 'ledger-nonce' } };
    const { header } = buildBlock(network, place, { mined: false });
    expect(checkHeaderContext(header, invalid, context, LATE)).toEqual({
      code: 'block-previous-invalid',
      previousHash: place.parent.hash,
      invalidCode: 'ledger-nonce',
    });
  });
});

describe('the entry of a header', () => {
  it('counts its own work onto its parent’s, and keeps the ruled target beside the eased bits', () => {
    const eased = buildBlock(network, place, { timestamp: parentTime + 720 });
    const entry = entryOf(eased.header, place, network.difficultyRule);
    expect(entry).toMatchObject({ hash: eased.hash, height: 4, status: 'header', arrival: 0 });
    expect(entry.totalWork - place.parent.totalWork).toBe(workOf(targetOf(eased.header.bits)));
    expect(entry.ruledTarget).toBe(ruledTargetAfter(place, network.difficultyRule));
    expect(entry.ruledTarget).toBeLessThan(targetOf(eased.header.bits));
  });

  it('of the first block counts genesis below it', () => {
    const first = buildBlock(network, genesisPlace(network));
    const { parent } = placeAfter(network, genesisPlace(network), first.header);
    expect(parent.totalWork).toBe(2n * workOf(network.startingTarget));
  });
});

describe('what a refusal says of a block', () => {
  const judged = (codes: string[]) => new Set(codes.map((code) => judgementOf({ code } as BlockRefusal)));

  it('is that the delivery was bad, and nothing of the block, for formats and delivery rules', () => {
    expect(judged([...Object.keys(encodingRules), ...Object.keys(deliveryRules)])).toEqual(new Set(['delivery']));
  });

  it('is not yet, for what time or another block mends', () => {
    expect(judged(['block-previous-unknown', 'header-time-too-far-ahead'])).toEqual(new Set(['not-yet']));
  });

  it('is never, for every other rule', () => {
    const { 'block-previous-unknown': _unknown, 'header-time-too-far-ahead': _ahead, ...forEver } = contextRules;
    const books = [forEver, blockStructureRules, transactionRules, ledgerRules];
    expect(judged(books.flatMap((book) => Object.keys(book)))).toEqual(new Set(['invalid']));
  });

  it('comes with a sentence for each code', () => {
    for (const sentence of Object.values({ ...contextRules, ...encodingRules }))
      expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });
});
