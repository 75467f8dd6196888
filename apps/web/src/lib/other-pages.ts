import { LINK_FRAGMENT } from './token.ts';

/** Another peer's page on the same machine, with the token that opens its wallet. */
export interface OtherPage {
  readonly port: number;
  readonly token: string;
}

/** For this tab, like its own token. */
const STORAGE_KEY = 'cheesechain.others';
/** A network on one machine has a handful of peers; more links would help nobody. */
const MAX_OTHERS = 4;

/** The other pages that the link of `cheesechain up` names: `#token=abc&other=5006:def&other=5007:ghi`. */
export function othersInFragment(fragment: string): OtherPage[] {
  const text = LINK_FRAGMENT.exec(fragment)?.[2] ?? '';
  return [...text.matchAll(/other=(\d+):([\w-]+)/g)]
    .slice(0, MAX_OTHERS)
    .map(([, port, token]) => ({ port: Number(port), token: token as string }));
}

export function rememberedOthers(storage: Pick<Storage, 'getItem'>): OtherPage[] {
  return othersInFragment(`#token=own${storage.getItem(STORAGE_KEY) ?? ''}`);
}

export function rememberOthers(storage: Pick<Storage, 'setItem'>, others: readonly OtherPage[]): void {
  storage.setItem(STORAGE_KEY, others.map(({ port, token }) => `&other=${port}:${token}`).join(''));
}
