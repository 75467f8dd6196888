import { rememberedToken, rememberToken, tokenInFragment } from './token.ts';

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
});
