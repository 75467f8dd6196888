import {
  othersInFragment,
  rememberedOthers,
  rememberedToken,
  rememberOthers,
  rememberToken,
  tokenInFragment,
} from './token.ts';

describe('the access token', () => {
  it.each([
    ['#token=abc123', 'abc123'],
    ['#/token=abc123', 'abc123'],
    ['#token=a%2Bb', 'a+b'],
    ['#/block/7', undefined],
    ['#token=', undefined],
    ['#token=%zz', undefined],
    ['#token=a b', undefined],
    ['', undefined],
  ])('is read from the fragment %j', (fragment, token) => {
    expect(tokenInFragment(fragment)).toBe(token);
  });

  it('is kept for the tab', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(rememberedToken(storage)).toBeUndefined();
    rememberToken(storage, 'abc');
    expect(rememberedToken(storage)).toBe('abc');
  });

  it('comes with links to the other pages of this machine, at most four, kept for the tab too', () => {
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
