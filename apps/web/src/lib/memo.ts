export interface MemoPiece {
  readonly text: string;
  /** True for what would be invisible, change the order of its neighbours or cover them: shown by its name. */
  readonly hidden: boolean;
}

// Controls, format characters (every bidirectional control, zero-width space, BOM, tags), line and paragraph separators
// and lone surrogates. The two joiners stay: Persian and emoji families need them, and inside <bdi> they harm nobody.
// Marks beyond the fourth on one letter belong to no language: they would climb over the neighbouring lines.
const HIDDEN = /(?<=\p{M}{4})\p{M}+|(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function nameOf(character: string): string {
  if (/^\p{M}/u.test(character)) return `+${[...character].length} marks`;
  if (character === '\n') return '↵';
  if (character === '\t') return '⇥';
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A memo, which anyone on the network may have written, cut into text and characters to be shown by name. */
export function memoPieces(memo: string): MemoPiece[] {
  const pieces: MemoPiece[] = [];
  let end = 0;
  for (const match of memo.matchAll(HIDDEN)) {
    if (match.index > end) pieces.push({ text: memo.slice(end, match.index), hidden: false });
    pieces.push({ text: nameOf(match[0]), hidden: true });
    end = match.index + match[0].length;
  }
  if (end < memo.length) pieces.push({ text: memo.slice(end), hidden: false });
  return pieces;
}

/** The length that the chain counts: bytes of UTF-8. */
export function memoBytes(memo: string): number {
  return new TextEncoder().encode(memo).length;
}
