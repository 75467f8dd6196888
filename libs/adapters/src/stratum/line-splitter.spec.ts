import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('lines of a stream', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '{', ' ') })),
        fc.integer({ min: 1, max: 7 }),
        (texts, size) => {
          const stream = bytes(texts.map((text) => `${text}\n`).join(''));
          const splitter = new LineSplitter(1_000);
          const lines: string[] = [];
          for (let at = 0; at < stream.length; at += size)
            lines.push(...(splitter.push(stream.subarray(at, at + size)) ?? []));
          expect(lines).toEqual(texts);
        },
      ),
    );
  });

  it('may be so long and no longer, with or without an end in sight', () => {
    expect(new LineSplitter(4).push(bytes('abcd\n'))).toEqual(['abcd']);
    expect(new LineSplitter(4).push(bytes('abcde\n'))).toBeUndefined();
    expect(new LineSplitter(4).push(bytes('abcde'))).toBeUndefined();
    const splitter = new LineSplitter(4);
    expect(splitter.push(bytes('abc'))).toEqual([]);
    expect(splitter.push(bytes('de'))).toBeUndefined();
  });
});
