/** The token's place in this tab: gone when the tab closes, and never in the history or a referrer. */
const STORAGE_KEY = 'cheesechain.token';

/** The token in a fragment such as `#token=abc` (links carry it there, never in the query), or undefined. */
export function tokenInFragment(fragment: string): string | undefined {
  const match = /^#\/?\??token=([A-Za-z0-9._~+/=%-]{1,512})$/.exec(fragment);
  return match?.[1] === undefined ? undefined : safeDecode(match[1]);
}

function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function rememberedToken(storage: Pick<Storage, 'getItem'>): string | undefined {
  return storage.getItem(STORAGE_KEY) ?? undefined;
}

export function rememberToken(storage: Pick<Storage, 'setItem'>, token: string): void {
  storage.setItem(STORAGE_KEY, token);
}
