import { bech32m } from '@scure/base';
import { cleanLabel, keepLabels, keptLabels, type Labels, MAX_LABEL_CHARACTERS, withLabel } from './labels.ts';

const addressOf = (account: number) => {
  const bytes = new Uint8Array(20);
  new DataView(bytes.buffer).setUint32(0, account);
  return bech32m.encode('dcheese', [0, ...bech32m.toWords(bytes)]);
};
const ALICE = addressOf(1);
const BOB = addressOf(2);
const NONE: Labels = new Map();

describe('labels of addresses', () => {
  it('are given, changed and taken away, the newest first', () => {
    const both = withLabel(withLabel(NONE, ALICE, 'Alice'), BOB, 'Bob');
    expect([...both]).toEqual([
      [BOB, 'Bob'],
      [ALICE, 'Alice'],
    ]);
    expect([...withLabel(both, ALICE, 'Alice B.')]).toEqual([
      [ALICE, 'Alice B.'],
      [BOB, 'Bob'],
    ]);
    expect([...withLabel(both, BOB, '  ')]).toEqual([[ALICE, 'Alice']]);
    expect(NONE.size).toBe(0);
  });

  it('come back as they were kept', () => {
    const kept: string[] = [];
    keepLabels({ setItem: (_, text) => void kept.push(text) }, withLabel(NONE, ALICE, 'Käse 🧀'));
    expect([...keptLabels({ getItem: () => kept[0] ?? null })]).toEqual([[ALICE, 'Käse 🧀']]);
  });

  it('hold nothing that can’t be seen, and no more than has room', () => {
    expect(cleanLabel(' Al\u202eice\u0000\n  B ')).toBe('Al ice B');
    expect(cleanLabel('\u200b\u2066')).toBe('');
    expect([...cleanLabel('🧀'.repeat(100))]).toHaveLength(MAX_LABEL_CHARACTERS);
  });

  it('are at most 500: the oldest goes', () => {
    let labels = NONE;
    for (let i = 0; i < 501; i++) labels = withLabel(labels, addressOf(i), `number ${i}`);
    expect(labels.size).toBe(500);
    expect(labels.has(addressOf(0))).toBe(false);
  });

  it.each(['', '{', '7', '{"a":"b"}', '[1,["x","y"],[7,"z"],null]'])('read %j as none', (text) => {
    expect(keptLabels({ getItem: () => text }).size).toBe(0);
  });
});
