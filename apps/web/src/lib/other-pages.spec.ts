import { othersInFragment, rememberedOthers, rememberOthers } from './other-pages.ts';
import { tokenInFragment } from './token.ts';

describe('pages of other peers on this machine', () => {
  it('come behind the token of a link, at most four, and are kept for the tab', () => {
    const fragment = '#token=abc&other=5006:d-f&other=5007:g_h';
    expect(tokenInFragment(fragment)).toBe('abc');
    const others = othersInFragment(fragment);
    expect(others).toEqual([
      { port: 5006, token: 'd-f' },
      { port: 5007, token: 'g_h' },
    ]);
    const kept: string[] = [];
    rememberOthers({ setItem: (_, text) => void kept.push(text) }, others);
    expect(rememberedOthers({ getItem: () => kept[0] ?? null })).toEqual(others);
    expect(rememberedOthers({ getItem: () => null })).toEqual([]);
    expect(othersInFragment(`#token=a${'&other=1:a'.repeat(9)}`)).toHaveLength(4);
    expect(tokenInFragment('#token=abc&other=evil.example:1')).toBeUndefined();
  });
});
