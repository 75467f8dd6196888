/** The token's place in this tab: gone when the tab closes, and never in the history or a referrer. */
const STORAGE_KEY = 'cheesechain.token';

/** Another peer's page on the same machine, with the token that opens its wallet. */
export interface OtherPage {
  readonly port: number;
  readonly token: string;
}

const OTHERS_KEY = 'cheesechain.others';
/** A network on one machine has a handful of peers; more links would help nobody. */
const MAX_OTHERS = 4;
const FRAGMENT = /^#\/?\??token=([A-Za-z0-9._~+/=%-]{1,512})((?:&other=\d{1,5}:[A-Za-z0-9_-]{1,128})*)$/;

/** The token in a fragment such as `#token=abc` (links carry it there, never in the query), or undefined. */
export function tokenInFragment(fragment: string): string | undefined {
  const token = FRAGMENT.exec(fragment)?.[1];
  return token === undefined ? undefined : safeDecode(token);
}

/** The other pages that a link of `cheesechain up` names: `#token=abc&other=5006:def&other=5007:ghi`. */
export function othersInFragment(fragment: string): OtherPage[] {
  const text = FRAGMENT.exec(fragment)?.[2] ?? '';
  return [...text.matchAll(/other=(\d+):([\w-]+)/g)]
    .slice(0, MAX_OTHERS)
    .map(([, port, token]) => ({ port: Number(port), token: token as string }));
}

export function rememberedOthers(storage: Pick<Storage, 'getItem'>): OtherPage[] {
  return othersInFragment(`#token=own${storage.getItem(OTHERS_KEY) ?? ''}`);
}

export function rememberOthers(storage: Pick<Storage, 'setItem'>, others: readonly OtherPage[]): void {
  storage.setItem(OTHERS_KEY, others.map(({ port, token }) => `&other=${port}:${token}`).join(''));
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
