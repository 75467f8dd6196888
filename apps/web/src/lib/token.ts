/** The token's place in this tab: gone when the tab closes, and never in the history or a referrer. */
const STORAGE_KEY = 'cheesechain.token';

/** What a link to a page carries: the token, and behind it the pages of other peers (see `other-pages`). */
export const LINK_FRAGMENT = /^#\/?\??token=([A-Za-z0-9._~+/=%-]{1,512})((?:&other=\d{1,5}:[A-Za-z0-9_-]{1,128})*)$/;

/** The token in a fragment such as `#token=abc` (links carry it there, never in the query), or undefined. */
export function tokenInFragment(fragment: string): string | undefined {
  const token = LINK_FRAGMENT.exec(fragment)?.[1];
  return token === undefined ? undefined : safeDecode(token);
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
